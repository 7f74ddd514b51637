import type { Plan } from '#domain/plan/plan.ts';
import type { SeriesError, SeriesKind, SeriesResult } from '#domain/series/series.ts';
import { minute } from '#domain/time/time.ts';
import type { Scenario } from './scenarios.ts';

/** A number in [0, 1) that depends on its two arguments alone: mocks repeat exactly. */
function noise(seed: number, i: number): number {
  const x = Math.sin(seed * 127.1 + i * 311.7) * 43_758.5453;
  return x - Math.floor(x);
}

/** What the numbers of a scenario are made of. */
interface Making {
  readonly scenario: Scenario;
  /** Names the source of each signal; all come from the example source where it is not given. */
  readonly plan?: Plan;
  readonly start: number;
  readonly now: number;
}

/** The series of a scenario, as the proxy would answer them at `now`. */
export function madeSeries(making: Making): readonly SeriesResult[] {
  const { scenario, start, now } = making;
  const { perMinute, stopsAt = Infinity, share = 0.25, latency = 480 } = scenario;
  const count = Math.max(0, Math.floor((now - start) / minute));
  const minutes = Array.from({ length: count }, (_, i) => i);
  const all = minutes.map((i) =>
    perMinute === 0 ? 0 : Math.floor(perMinute * (0.8 + 0.4 * noise(1, i)) + noise(2, i)),
  );
  const attempts = all.map((n, i) => (i < stopsAt ? n : 0));
  const values: Readonly<Record<string, readonly number[]>> = {
    attempts,
    failures: failuresOf(scenario, attempts),
    latency: minutes.map((i) => Math.round(latency - 60 + 120 * noise(4, i))),
    'on-new': attempts,
    'on-old': all.map((n, i) => (share === 1 ? 0 : onOld(n, share, i))),
  };
  const plain = Object.entries(values).map(([id, line]) => result(making, id, line));
  return scenario.plan === 'relative' ? [...plain, ...oldPath(making, attempts)] : plain;
}

/** People on the old path beside `n` on the new one. Nobody being on the new one leaves a few. */
function onOld(n: number, share: number, i: number): number {
  return share === 0 ? 20 : Math.round(n * (1 / share - 1) + noise(5, i));
}

/** An hour with so many failures among so many attempts, evenly spread; latency rises a little with them. */
export function countedSeries(made: {
  readonly failures: number;
  readonly attempts: number;
  readonly start: number;
}): readonly SeriesResult[] {
  const { failures, attempts, start } = made;
  const all = Array.from({ length: 60 }, () => 0);
  const failed = [...all];
  for (let j = 0; j < attempts; j++) {
    const at = Math.floor((j * 60) / attempts);
    all[at] = (all[at] ?? 0) + 1;
    // The attempts at which the count of failures steps up.
    const isFailure = Math.floor(((j + 1) * failures) / attempts) > Math.floor((j * failures) / attempts);
    if (isFailure) failed[at] = (failed[at] ?? 0) + 1;
  }
  const end = start + 60 * minute;
  const line = (id: string, values: readonly number[]): SeriesResult =>
    result({ scenario: scenarioOf(attempts), start, now: end }, id, values);
  const latency = all.map((_, i) => Math.round(420 + attempts / 4 + 60 * noise(6, i)));
  return [line('attempts', all), line('failures', failed), line('latency', latency)];
}

function scenarioOf(attempts: number): Scenario {
  return {
    minutes: 60,
    perMinute: attempts / 60,
    failureShare: () => 0,
    gap: null,
    outage: null,
    percent: 100,
  };
}

/** The old path of a stage at 25 percent, three times as busy; and both paths' answers by status. */
function oldPath(making: Making, attempts: readonly number[]): readonly SeriesResult[] {
  const old = attempts.map((n) => 3 * n);
  const rare = (line: readonly number[], share: number): readonly number[] =>
    failuresOf({ ...making.scenario, failureShare: () => share }, line);
  const plain = (id: string, line: readonly number[]): SeriesResult => result(making, id, line);
  return [
    plain('old-attempts', old),
    plain('old-failures', rare(old, 0.015)),
    byStatus(plain('by-status', attempts), { 499: rare(attempts, 0.012), 504: rare(attempts, 0.06) }),
    byStatus(plain('old-by-status', old), { 499: rare(old, 0.01), 504: rare(old, 0.01) }),
  ];
}

function byStatus(all: SeriesResult, classes: Readonly<Record<string, readonly number[]>>): SeriesResult {
  if (all.status === 'error') return all;
  const groups = Object.entries(classes).map(([key, values]) => ({ key, values }));
  return { ...all, data: { ...all.data, groups } };
}

/** Failures never outnumber attempts; the remainder is carried on, so that shares come out as asked. */
function failuresOf(scenario: Scenario, attempts: readonly number[]): readonly number[] {
  let owed = 0.5;
  return attempts.map((n, i) => {
    owed += n * scenario.failureShare(i);
    const now = Math.min(n, Math.floor(owed));
    owed -= now;
    return now;
  });
}

function result({ scenario, plan, start, now }: Making, id: string, line: readonly number[]): SeriesResult {
  const source = plan?.signals.find((signal) => signal.id === id)?.source ?? 'example';
  const identity = { id, source, example: true };
  const { gap, outage, only, lag = 0 } = scenario;
  const isHit = only === undefined || only.includes(id);
  if (isHit && outage !== null && line.length > outage)
    return {
      ...identity,
      status: 'error',
      error: errorOf(scenario, source, start + outage * minute),
      query: plan?.signals.find((signal) => signal.id === id)?.query ?? id,
    };
  const kind: SeriesKind = id === 'latency' ? 'duration' : 'count';
  const values = line.map((value, i) => (isHit && gap !== null && i >= gap[0] && i < gap[1] ? null : value));
  return {
    ...identity,
    status: 'ok',
    issues: [],
    data: {
      kind,
      start,
      width: minute,
      values,
      completeThrough: start + Math.max(0, line.length - lag) * minute,
      fetchedAt: now,
      assumedLag: 0,
      clockSkew: null,
      provenance: { source, endpoint: source, query: id },
    },
  };
}

function errorOf({ error = 'upstream_unavailable' }: Scenario, source: string, since: number): SeriesError {
  const name = source === 'datadog' ? 'Datadog' : 'The example source';
  const isBad = error === 'bad_query';
  return {
    code: error,
    message: isBad
      ? `${name} answered with an error for the query of "latency": no such metric. Check the query in the plan.`
      : `${name} stopped answering. Check that it runs.`,
    retryable: !isBad,
    retryAt: null,
    attempts: isBad ? 1 : 3,
    firstSeen: since,
  };
}
