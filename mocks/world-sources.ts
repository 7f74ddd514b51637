import type { AskedPeople } from '#contract/asked-people.ts';
import type { SourceHealth } from '#contract/sources.ts';
import type { Plan, Stage } from '#domain/plan/plan.ts';
import type { SeriesError, SeriesResult } from '#domain/series/series.ts';
import { hour, minute, second } from '#domain/time/time.ts';
import { askedOfPeople } from '#domain/verdict/asked-of-people.ts';
import type { Verdict } from '#domain/verdict/verdict.ts';
import { rolloutId } from './world-views.ts';

const kinds: Readonly<Record<string, string>> = { example: 'Example data', datadog: 'Datadog' };

/** The health of the sources the demo reads. */
export function sourcesOf(plan: Plan, series: readonly SeriesResult[], now: number): readonly SourceHealth[] {
  const ids = [...new Set(plan.signals.map((signal) => signal.source))];
  return ids.map((id) => {
    const failed = series.find((one) => one.source === id && one.status === 'error');
    const error = failed?.status === 'error' ? failed.error : null;
    return {
      ...blank(id, kinds[id] ?? id, plan.criteria, plan.title),
      state: error === null ? 'ok' : 'failing',
      reachable: error === null,
      lastGood: error === null ? now : null,
      newestPoint: error === null ? now : null,
      lastError: error,
    };
  });
}

/** One source in every state, made up: for looking at the screen. */
export function sourcesForShow(now: number): readonly SourceHealth[] {
  const title = 'Change of address';
  const criteria = [
    { id: 'error-rate', label: 'Submissions failing' },
    { id: 'latency', label: 'Average latency' },
  ];
  const gate = gateOf(now);
  const refusal: SeriesError = {
    code: 'forbidden',
    message:
      'Datadog refused the key or its permission (HTTP 403). Check STAGEWATCH_DATADOG_API_KEY and STAGEWATCH_DATADOG_APP_KEY.',
    retryable: false,
    retryAt: null,
    httpStatus: 403,
    attempts: 1,
    firstSeen: now - 4 * minute,
  };
  return [
    {
      ...blank('datadog', 'Datadog', criteria, title),
      state: 'failing',
      reachable: true,
      lastGood: now - 5 * minute,
      newestPoint: now - 7 * minute,
      lag: 2 * minute,
      allowedDelay: 5 * minute,
      lastError: refusal,
      gate,
    },
    {
      ...blank('flipper', 'Flipper', [], title),
      state: 'ok',
      reachable: true,
      lastGood: now - 20 * second,
      newestPoint: now - 20 * second,
      gate: { ...gate, clockSkew: -8_000, limits: [] },
      dependents: [
        {
          id: rolloutId,
          title,
          running: true,
          criteria: [],
          traffic: false,
          toggles: ['change_of_address'],
        },
      ],
      ways: [
        { way: 'flipper', configured: false, at: null, lastError: null },
        { way: 'toggle page', configured: true, at: now - 20 * second, lastError: null },
        { way: 'toggle export', configured: false, at: null, lastError: null },
        { way: 'entered by hand', configured: true, at: now - 3 * hour, lastError: null },
      ],
    },
    {
      ...blank('prometheus', 'Prometheus', criteria.slice(0, 1), title),
      state: 'late',
      reachable: true,
      lastGood: now - 30 * second,
      newestPoint: now - 16 * minute,
      lag: 15 * minute,
      allowedDelay: 10 * minute,
      gate: {
        ...gate,
        circuit: 'open',
        open: [{ name: '/api/v1/query_range', state: 'open' }],
        limits: [],
      },
    },
    {
      ...blank('sentry', 'Sentry', [], title),
      state: 'not-configured',
      reachable: null,
      dependents: [],
    },
  ];
}

function blank(
  id: string,
  kind: string,
  criteria: readonly { readonly id: string; readonly label: string }[],
  title: string,
): SourceHealth {
  const named = criteria.map((one) => ({ id: one.id, label: one.label }));
  return {
    id,
    kind,
    // All of it is made up, and says so.
    example: true,
    state: 'unused',
    reachable: null,
    lastGood: null,
    newestPoint: null,
    lag: null,
    allowedDelay: null,
    gate: null,
    lastError: null,
    dependents: [{ id: rolloutId, title, running: true, criteria: named, traffic: false, toggles: [] }],
    ways: [],
  };
}

function gateOf(now: number): NonNullable<SourceHealth['gate']> {
  return {
    budget: { used: 37, left: 563, perMinute: 600 },
    circuit: 'closed',
    open: [],
    clockSkew: 300,
    limits: [{ name: 'queries', limit: 1600, remaining: 1412, resetAt: now + 40 * second }],
  };
}

/** What people are asked at the stage that runs. */
export function askedPeopleOf(plan: Plan, stage: Stage, verdict: Verdict): readonly AskedPeople[] {
  return askedOfPeople(plan, stage, verdict).map((one) => ({
    rollout: { id: rolloutId, title: plan.title, zone: plan.zone },
    example: true,
    stage: { id: stage.id, label: stage.label },
    ...one,
  }));
}
