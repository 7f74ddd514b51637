import type { Hono } from 'hono';
import type { AllotmentWay, SourceHealth } from '#contract/sources.ts';
import type { Criterion, Plan } from '#domain/plan/plan.ts';
import { signalsOf } from '#domain/plan/read-criterion.ts';
import { minute, type EpochMs } from '#domain/time/time.ts';
import { withCompanions } from '#domain/verdict/required-signals.ts';
import type { SourceState } from '#server/proxy/proxy.ts';
import { questionOf } from '#server/proxy/source-health.ts';
import type { StoredRun } from '../records/store.ts';
import type { ReadableRollout } from '../rollouts/rollout.ts';
import { allowedFor } from './allowed-for.ts';
import { answer } from './answer.ts';
import type { AppDeps } from './app-deps.ts';
import { peopleAsked } from './people-asked.ts';

/** The slowest cadence, twice: who is asked for a run that is open has answered within it. */
const silentAfter = 10 * minute;

/** Where the numbers come from, and whether they still come. */
export function sourceRoutes(app: Hono, deps: AppDeps): void {
  app.get('/api/sources', async (c) => {
    const readable = deps.library.all().filter((one) => one.kind === 'readable');
    const judged = await judgedNow(deps);
    const running = new Set(judged.map(({ run }) => run.rollout));
    const states = new Map(deps.proxy.sources().map((state) => [state.id, state]));
    const named = readable.flatMap(({ plan }) => plan.signals.map((signal) => signal.source));
    const list: SourceHealth[] = [];
    for (const id of [...new Set([...states.keys(), ...named])].toSorted()) {
      const state = states.get(id) ?? unknownSource(id);
      const ways = id === 'flipper' ? await waysOf(state, readable, deps) : [];
      const dependents = readable.flatMap((one) => dependentOf(id, one, running.has(one.id)));
      const allowed = allowedFor(state, judged, deps.bucket);
      list.push({
        ...healthOf({ ...state, ...allowed }, dependents, ways, deps.now()),
        ...queriesOf(state, readable),
      });
    }
    return answer(c, list);
  });
  app.get('/api/sources/people', async (c) =>
    answer(c, await peopleAsked(deps.store, await judgedNow(deps), deps.now())),
  );
}

interface JudgedRun {
  readonly run: StoredRun;
  readonly rollout: ReadableRollout;
}

/** The runs that are open, with the plans they are judged by. */
async function judgedNow({ store, library }: AppDeps): Promise<readonly JudgedRun[]> {
  const runs = await store.openRuns();
  return runs.flatMap((run) => {
    const rollout = library.find(run.rollout);
    return rollout?.kind === 'readable' ? [{ run, rollout }] : [];
  });
}

function unknownSource(id: string): SourceState {
  const never = { lastGood: null, newestPoint: null, lastError: null };
  return { id, kind: id, example: false, configured: false, ...never };
}

type Dependent = SourceHealth['dependents'][number];

/** With the delay that verdicts allow it. */
type Allowed = SourceState & ReturnType<typeof allowedFor>;

function healthOf(
  state: Allowed,
  dependents: readonly Dependent[],
  ways: readonly AllotmentWay[],
  now: EpochMs,
): SourceHealth {
  const { id, kind, example, lastGood, newestPoint, lastError } = state;
  const isNeeded = dependents.some((one) => one.running);
  return {
    id,
    kind,
    example,
    state: stateOf(state, isNeeded, now),
    reachable: isReachable(state),
    lastGood,
    newestPoint,
    lag: state.lag ?? null,
    allowedDelay: state.allowedDelay,
    allowedFor: state.allowedFor,
    gate: state.gate ?? null,
    lastError,
    dependents,
    ways,
  };
}

function stateOf(state: Allowed, isNeeded: boolean, now: EpochMs): SourceHealth['state'] {
  if (!state.configured) return 'not-configured';
  if (state.lastError !== null) return isPartial(state) ? 'partial' : 'failing';
  if (state.lastGood === null) return 'unused';
  if (now - state.lastGood > silentAfter) return isNeeded ? 'late' : 'idle';
  const { lag = null, allowedDelay } = state;
  // It answers, and never with a value: nothing can be judged on that.
  if (state.newestPoint === null) return 'late';
  return lag !== null && allowedDelay !== null && lag > allowedDelay ? 'late' : 'ok';
}

/** One query that fails does not make a source one that is down, nor one that is well. */
function isPartial({ questions }: SourceState): boolean {
  return questions !== undefined && questions.failing.length < questions.of;
}

/** The queries that fail, by the plans' names of their signals; one of no plan was only tried, and stands as it was asked. */
function queriesOf(
  { id, questions }: SourceState,
  readable: readonly ReadableRollout[],
): Pick<SourceHealth, 'queries'> {
  if (questions === undefined) return {};
  const failing = questions.failing.flatMap((question) => {
    const names = readable.flatMap(({ plan }) =>
      plan.signals
        .filter((signal) => questionOf(signal) === question)
        .map((signal) => `${signal.id} of ${plan.title}`),
    );
    return names.length === 0 ? [question.replace(`${id} `, '')] : [names.join(' and ')];
  });
  return { queries: { of: questions.of, failing } };
}

/** A refusal is an answer: only silence, or being left alone after much of it, says that a source is not there. */
function isReachable(state: SourceState): boolean | null {
  const { configured, lastGood, lastError } = state;
  if (!configured || (lastGood === null && lastError === null)) return null;
  if (lastError === null || isPartial(state)) return true;
  const isSilent = ['timeout', 'upstream_unavailable', 'circuit_open'].includes(lastError.code);
  return !isSilent || lastError.httpStatus !== undefined;
}

/** What of a rollout can't be told without a source; nothing where it does without. */
function dependentOf(source: string, rollout: ReadableRollout, running: boolean): readonly Dependent[] {
  const { id, plan, example } = rollout;
  const own = new Set(plan.signals.filter((signal) => signal.source === source).map((signal) => signal.id));
  const reads = (ids: readonly string[]): boolean =>
    withCompanions(plan, new Set(ids)).some((signal) => own.has(signal.id));
  const criteria = plan.criteria.filter((criterion) => reads(readBy(criterion)));
  const traffic = plan.traffic.some((rule) => reads([rule.newPath, rule.oldPath, rule.eligible ?? '']));
  const toggles = source === 'flipper' && !example ? togglesOf(plan) : [];
  if (criteria.length === 0 && toggles.length === 0 && !traffic) return [];
  const named = criteria.map((criterion) => ({ id: criterion.id, label: criterion.label }));
  return [{ id, title: plan.title, running, criteria: named, traffic, toggles }];
}

function readBy({ measure, baseline }: Criterion): readonly string[] {
  const controls = baseline?.kind === 'control' ? Object.values(baseline.signals) : [];
  return [...signalsOf(measure), ...controls];
}

function togglesOf(plan: Plan): readonly string[] {
  return plan.toggles.map((toggle) => toggle.key);
}

/** In the order of trust; what a person entered always works. */
async function waysOf(
  state: SourceState,
  rollouts: readonly ReadableRollout[],
  deps: Pick<AppDeps, 'store'>,
): Promise<readonly AllotmentWay[]> {
  const known = new Map((state.ways ?? []).map((one) => [one.way, one]));
  const entered = await Promise.all(rollouts.map(({ id }) => deps.store.enteredAllotments(id)));
  const newest = entered.flat().map(({ at }) => at);
  return [
    ...(['flipper', 'toggle page', 'toggle export'] as const).map((way) => {
      const { at = null, lastError = null } = known.get(way) ?? {};
      return { way, configured: known.has(way), at, lastError };
    }),
    {
      way: 'entered by hand',
      configured: true,
      at: newest.length === 0 ? null : Math.max(...newest),
      lastError: null,
    },
  ];
}
