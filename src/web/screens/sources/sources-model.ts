import type { AllotmentWay, SourceHealth } from '#contract/sources.ts';
import { sayDuration } from '#domain/time/duration.ts';
import { isNeeded, type Standing } from '../../ui/source-words.ts';

function isUnset(source: SourceHealth): boolean {
  return source.state === 'not-configured' && !isNeeded(source);
}

/** Sources worth a row, and those that are neither set up nor asked for. */
export function splitSources(sources: readonly SourceHealth[]): {
  readonly shown: readonly SourceHealth[];
  readonly unset: readonly SourceHealth[];
} {
  return { shown: sources.filter((one) => !isUnset(one)), unset: sources.filter(isUnset) };
}

/** True where somebody should look: it fails, it is late, or a plan asks for it and it is not set up. */
export function needsSomeone(source: SourceHealth): boolean {
  return ['failing', 'partial', 'late', 'not-configured'].includes(source.state);
}

/** One line over all sources that are shown. */
export function sayAll(
  shown: readonly SourceHealth[],
  { now, lostSince, stalled, unread }: Standing,
): string {
  if (lostSince !== null) return 'The server no longer answers: how the sources are is not known now.';
  if (stalled) return 'The watcher has stalled: nobody asks the sources now.';
  if (unread) return 'How the sources are could not be read again: it is not known now.';
  const bad = shown.filter(needsSomeone);
  const count = shown.length === 1 ? '1 source' : `${shown.length} sources`;
  if (bad.length > 0) {
    const verb = bad.length === 1 ? 'needs' : 'need';
    return `${bad.length} of ${count} ${verb} someone: ${bad.map((one) => one.kind).join(', ')}.`;
  }
  const fresh = shown.filter((one) => one.state === 'ok');
  const [oldest] = fresh.toSorted((a, b) => (a.lastGood ?? 0) - (b.lastGood ?? 0));
  if (oldest === undefined) return 'No source is being read now: no run is open that needs one.';
  const age = `Oldest: ${oldest.kind}, ${sayDuration(now - (oldest.lastGood ?? now))}.`;
  if (fresh.length === shown.length)
    return `${shown.length === 1 ? 'The one source is' : `All ${count} are`} up to date. ${age}`;
  return `${fresh.length} of ${count} are read now and up to date; the rest is not asked. ${age}`;
}

/** What the rollouts read from it: the labels of criteria, each once. */
export function sayGives(source: SourceHealth): string {
  const labels = new Set(source.dependents.flatMap((one) => one.criteria.map(({ label }) => label)));
  const more = [
    ...(source.dependents.some((one) => one.traffic) ? ['traffic split'] : []),
    ...(source.dependents.some((one) => one.toggles.length > 0) ? ['allotment'] : []),
  ];
  return capital([...labels, ...more].join(', ')) || 'Nothing yet';
}

/** What can't be told without it. */
export function sayIfItStops(source: SourceHealth): string {
  const n = source.dependents.reduce((sum, one) => sum + one.criteria.length, 0);
  const parts = [
    ...(n === 0 ? [] : [`${n === 1 ? '1 criterion' : `${n} criteria`} can’t be judged`]),
    ...(source.dependents.some((one) => one.traffic) ? ['traffic split unknown'] : []),
    ...(source.dependents.some((one) => one.toggles.length > 0) ? ['allotment unknown'] : []),
  ];
  return capital(parts.join('; ')) || 'Nothing depends on it';
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A line of what is known of a source; `at` is an instant to show after the text. */
export interface Fact {
  readonly term: string;
  readonly text: string;
  readonly at?: number;
}

/** More than this, and times of the source and ours no longer mean the same bucket. */
const oddClock = 5_000;

/** Requests, limits, circuit and clock of a source. Made-up data has none. */
export function factsOf({ gate, reachable, lag }: SourceHealth): readonly Fact[] {
  const reached = reachable === null ? 'Never asked' : sayReached(reachable);
  const behind = lag === null ? [] : [{ term: 'Lag', text: `${sayDuration(lag)} behind what was asked for` }];
  const common = [{ term: 'Reachable', text: reached }, ...behind];
  if (gate === null) return common;
  const { used, left, perMinute } = gate.budget;
  return [
    ...common,
    {
      term: 'Our budget',
      text: `${used} of ${perMinute} requests a minute used, ${left} left`,
    },
    { term: 'Circuit', text: sayCircuit(gate.open) },
    { term: 'Its clock', text: sayClock(gate.clockSkew) },
    ...gate.limits.map(({ name, limit, remaining, resetAt }) => ({
      term: `Its limit ${name}`,
      text: `${remaining} of ${limit} left, full again at`,
      at: resetAt,
    })),
  ];
}

function sayReached(reachable: boolean): string {
  return reachable ? 'Yes' : 'No: nothing came back';
}

function sayCircuit(open: NonNullable<SourceHealth['gate']>['open']): string {
  if (open.length === 0) return 'Closed: questions go out';
  const names = open.map(({ name, state }) => `${name} (${state === 'open' ? 'left alone' : 'being tried'})`);
  return `Open after five failures in a row for ${names.join(', ')}; one question tries every ten seconds`;
}

function sayClock(skew: number | null): string {
  if (skew === null) return 'Not told';
  if (Math.abs(skew) < 1_000) return 'Agrees with ours';
  const way = skew > 0 ? 'ahead of' : 'behind';
  const warning = Math.abs(skew) > oddClock ? ': set one of them right' : '';
  return `${sayDuration(Math.abs(skew))} ${way} ours${warning}`;
}

const ways: Readonly<Record<AllotmentWay['way'], string>> = {
  flipper: 'Flipper’s HTTP API',
  'toggle page': 'Flipper’s own page',
  'toggle export': 'Export of toggle events',
  'entered by hand': 'Entered by hand',
  example: 'Example data',
};

/** A way to learn the allotment, as people know it. */
export function sayWay({ way }: AllotmentWay): string {
  return ways[way];
}

/** How old what a way told is. */
export function sayAge({ configured, at }: AllotmentWay, now: number): string {
  if (!configured) return 'Not set up';
  return at === null ? 'Nothing yet' : `${sayDuration(now - at)} old`;
}
