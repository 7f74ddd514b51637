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
  return Object.entries(values).map(([id, line]) => result(id, line, scenario, start, now));
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
