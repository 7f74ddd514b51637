import type { SeriesKind, SeriesResult } from '#domain/series/series.ts';
import { minute } from '#domain/time/time.ts';
import type { Scenario } from './scenarios.ts';

/** A number in [0, 1) that depends on its two arguments alone: mocks repeat exactly. */
function noise(seed: number, i: number): number {
  const x = Math.sin(seed * 127.1 + i * 311.7) * 43_758.5453;
  return x - Math.floor(x);
}

/** The series of a scenario, as the proxy would answer them at `now`. */
export function madeSeries(scenario: Scenario, start: number, now: number): readonly SeriesResult[] {
  const count = Math.max(0, Math.floor((now - start) / minute));
  const minutes = Array.from({ length: count }, (_, i) => i);
  const attempts = minutes.map((i) =>
    Math.floor(scenario.perMinute * (0.8 + 0.4 * noise(1, i)) + noise(2, i)),
  );
  const failures = failuresOf(scenario, attempts);
  const people = minutes.map((i) => Math.round(attempts[i] ?? 0 + noise(3, i)));
  const values: Readonly<Record<string, readonly number[]>> = {
    attempts,
    failures,
    latency: minutes.map((i) => Math.round(420 + 120 * noise(4, i))),
    'on-new': people,
    'on-old': people.map((n, i) => Math.round(n * (100 / 25 - 1) + noise(5, i))),
  };
  const plain = Object.entries(values).map(([id, line]) => result(id, line, scenario, start, now));
  return scenario.relative === true ? [...plain, ...oldPath(attempts, scenario, start, now)] : plain;
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
    result(id, values, scenarioOf(attempts), start, end);
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
function oldPath(
  attempts: readonly number[],
  scenario: Scenario,
  start: number,
  now: number,
): readonly SeriesResult[] {
  const old = attempts.map((n) => 3 * n);
  const rare = (line: readonly number[], share: number): readonly number[] =>
    failuresOf({ ...scenario, failureShare: () => share }, line);
  const plain = (id: string, line: readonly number[]): SeriesResult => result(id, line, scenario, start, now);
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

function result(
  id: string,
  line: readonly number[],
  scenario: Scenario,
  start: number,
  now: number,
): SeriesResult {
  const identity = { id, source: 'example', example: true };
  if (scenario.outage !== null && line.length > scenario.outage) {
    return {
      ...identity,
      status: 'error',
      error: {
        code: 'upstream_unavailable',
        message: 'The example source stopped answering. Check that it runs.',
        retryable: true,
        retryAt: null,
        attempts: 3,
        firstSeen: start + scenario.outage * minute,
      },
    };
  }
  const kind: SeriesKind = id === 'latency' ? 'duration' : 'count';
  const { gap } = scenario;
  const values = line.map((value, i) => (gap !== null && i >= gap[0] && i < gap[1] ? null : value));
  return {
    ...identity,
    status: 'ok',
    issues: [],
    data: {
      kind,
      start,
      width: minute,
      values,
      completeThrough: start + line.length * minute,
      fetchedAt: now,
      assumedLag: 0,
      clockSkew: null,
      provenance: { source: 'example', endpoint: 'example', query: id },
    },
  };
}
