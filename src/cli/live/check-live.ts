import { acceptFinding } from '#domain/plan/acceptances.ts';
import type { Finding, Plan, Signal } from '#domain/plan/plan.ts';
import type { SeriesResult } from '#domain/series/series.ts';
import { day, minute, type EpochMs, type Ms } from '#domain/time/time.ts';
import type { Proxy } from '#server/proxy/proxy.ts';
import { requestOf } from '#server/watch/loop/signal-requests.ts';
import { queryTags } from './query-tags.ts';
import { retentionFindings, type Retention } from './retention.ts';
import { answerFindings, emptyFinding, queryFindings, type SourceEnvironment } from './signal-findings.ts';

export interface LiveDeps {
  readonly proxy: Proxy;
  readonly now: () => EpochMs;
  readonly retention: Retention;
  readonly environment: SourceEnvironment;
}

/** A day has every hour; five minutes are the buckets Datadog itself would choose for it. */
const over: Ms = day;
const width: Ms = 5 * minute;

/** Conditions of one empty query that are tried without, one at a time. */
const mostTags = 8;

/** Asks every signal and toggle of a plan once, before its stage starts, and says what could not be watched. */
export async function checkLive(
  plan: Plan,
  deps: LiveDeps,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const [results, toggles] = await Promise.all([
    ask(plan.signals, deps, signal),
    toggleFindings(plan, deps, signal),
  ]);
  const found: Finding[] = [];
  for (const [i, one] of plan.signals.entries()) {
    const result = results[i];
    found.push(...queryFindings(one, deps.environment));
    if (result === undefined) continue;
    found.push(...answerFindings(plan, one, result, over));
    if (result.status === 'empty') {
      const why = await whyEmpty(one, deps, signal);
      found.push(emptyFinding(plan, one, why, over));
    }
  }
  return [...found, ...toggles, ...retentionFindings(plan, deps.retention)].map((one) =>
    acceptFinding(plan, one),
  );
}

async function ask(
  signals: readonly Signal[],
  deps: LiveDeps,
  signal: AbortSignal,
): Promise<readonly SeriesResult[]> {
  const to = Math.floor(deps.now() / width) * width;
  const window = { from: to - over, to };
  return deps.proxy.readSeries(
    signals.map((one) => requestOf(one, window, width, window.from)),
    signal,
  );
}

/** Leaves out one condition of an empty query after another: the one without which values come was never met. */
async function whyEmpty(one: Signal, deps: LiveDeps, signal: AbortSignal): Promise<string> {
  const tags = queryTags(one.source, one.query).slice(0, mostTags);
  if (tags.length === 0) return 'Check the name of what it reads.';
  const tries = tags.map(({ without }) => ({ ...one, query: without }));
  const results = await ask(tries, deps, signal);
  const never = tags.filter((_, i) => isSomething(results[i]));
  if (never.length > 0) {
    const names = never.map(({ text }) => text).join(', ');
    return `Without ${names} there are values: ${never.length === 1 ? 'that tag was' : 'those tags were'} never sent with it.`;
  }
  return `No single one of its tags (${tags.map(({ text }) => text).join(', ')}) is the reason: check the name of what it reads.`;
}

function isSomething(result: SeriesResult | undefined): boolean {
  return result !== undefined && result.status !== 'error' && result.status !== 'empty';
}

/** A toggle that can't be read leaves its stage without an allotment, unless somebody enters it by hand. */
async function toggleFindings(
  plan: Plan,
  { proxy }: LiveDeps,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  if (!proxy.readsFlipper || plan.toggles.length === 0) return [];
  const answers = await proxy.readAllotments(
    plan.toggles.map((toggle) => toggle.key),
    signal,
  );
  return answers.flatMap((answer, i) => {
    if (answer.status === 'ok') return [];
    const message = `${answer.error.message} Until it can be read, enter what it gives by hand.`;
    const toggle = plan.toggles[i];
    return [{ severity: 'look', code: 'live-toggle', line: toggle?.line ?? null, of: toggle?.key, message }];
  });
}
