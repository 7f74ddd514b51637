import type { Allotment } from '#contract/verdict.ts';
import type { SeriesError } from '#domain/series/series.ts';
import { deadlineIn } from '../deadline.ts';
import { errorOf, failure, type SourceFailure } from '../metric-source.ts';
import { withRetries, type RetryDeps } from '../retries.ts';
import { singleFlight } from '../single-flight.ts';
import { failingSince, type SourceHealth, type WayState } from '../source-health.ts';
import type { FlipperAnswer, FlipperDeps } from './flipper-source.ts';
import type { ToggleWay } from './toggle-ways.ts';

export type AllotmentResult = { readonly toggle: string } & (
  | { readonly status: 'ok'; readonly allotment: Allotment }
  | { readonly status: 'error'; readonly error: SeriesError }
);

export interface AllotmentDeps extends FlipperDeps, RetryDeps {
  readonly redact: (text: string) => string;
  readonly health: SourceHealth;
}

export interface AllotmentReader {
  /** Same order, one result per toggle. */
  read(toggles: readonly string[], signal: AbortSignal): Promise<readonly AllotmentResult[]>;
  /** What each way told last. */
  ways(): readonly WayState[];
}

/**
 * Reads what the toggles give now, shared by whoever asks meanwhile. What one way can't tell, the next is asked; where
 * none can, the failure of the first, most trusted way is told.
 */
export function allotmentReader(ways: readonly ToggleWay[], deps: AllotmentDeps): AllotmentReader {
  const told = new Map<WayState['way'], WayState>(
    ways.map(({ way }) => [way, { way, at: null, lastError: null }]),
  );
  const flights = singleFlight<FlipperAnswer>();
  const since = failingSince();

  const askOne = async (
    way: ToggleWay,
    keys: readonly string[],
    stop: AbortSignal,
  ): Promise<FlipperAnswer> => {
    const signal = AbortSignal.any([stop, deadlineIn(way.deadline)]);
    const { answer } = await withRetries(
      () => way.read(keys, signal),
      (read) => [...read.values()].find(isPassing) ?? null,
      deps.now() + way.deadline,
      deps,
      signal,
    );
    return answer;
  };

  const ask = async (keys: readonly string[], stop: AbortSignal): Promise<FlipperAnswer> => {
    const found = new Map<string, Allotment | SourceFailure>();
    for (const way of ways) {
      const open = keys.filter((key) => !isKnown(found.get(key)));
      if (open.length === 0) break;
      const answer = await askOne(way, open, stop);
      told.set(way.way, wayAfter(told.get(way.way), way.way, [...answer.values()], deps));
      for (const [key, one] of answer) if (!found.has(key) || isKnown(one)) found.set(key, one);
    }
    return found;
  };

  const read = async (toggles: readonly string[], signal: AbortSignal): Promise<FlipperAnswer> => {
    const keys = [...new Set(toggles)].toSorted();
    if (ways.length === 0) return new Map(keys.map((key) => [key, notConfigured]));
    try {
      return await flights.run(keys.join(','), (stop) => ask(keys, stop), signal);
    } catch (error) {
      const reason = error instanceof Error ? error.name : 'no reason given';
      const why = failure('timeout', `The question to Flipper was given up (${reason}).`, {
        retryable: true,
      });
      return new Map(keys.map((key) => [key, why]));
    }
  };

  const readAll: AllotmentReader['read'] = async (toggles, signal) => {
    if (toggles.length === 0) return [];
    const answer = await read(toggles, signal);
    const results = toggles.map((toggle): AllotmentResult => {
      const found = answer.get(toggle) ?? failure('internal', `"${toggle}" was not read.`);
      if (!isFailure(found)) {
        since(toggle, 'good');
        return { toggle, status: 'ok', allotment: found };
      }
      const error = errorOf({ ...found, message: deps.redact(found.message) }, deps.now());
      return { toggle, status: 'error', error: { ...error, firstSeen: since(toggle, error) } };
    });
    remember(results, deps);
    return results;
  };
  return { read: readAll, ways: () => [...told.values()] };
}

/** An answer about one toggle is an answer; that another is unknown there is no fault of the way. */
function wayAfter(
  before: WayState | undefined,
  way: WayState['way'],
  answers: readonly (Allotment | SourceFailure)[],
  deps: Pick<AllotmentDeps, 'now' | 'redact'>,
): WayState {
  const good = answers.flatMap((one) => (isFailure(one) ? [] : [one.at]));
  const bad = answers.find((one) => isFailure(one) && one.code !== 'not_found');
  const lastError =
    bad !== undefined && isFailure(bad)
      ? errorOf({ ...bad, message: deps.redact(bad.message) }, deps.now())
      : null;
  return { way, at: good.length > 0 ? Math.max(...good) : (before?.at ?? null), lastError };
}

function isKnown(answer: Allotment | SourceFailure | undefined): boolean {
  return answer !== undefined && !isFailure(answer);
}

function isFailure(answer: Allotment | SourceFailure): answer is SourceFailure {
  return 'ok' in answer;
}

function isPassing(answer: Allotment | SourceFailure): answer is SourceFailure {
  return isFailure(answer) && answer.retryable;
}

/** An unknown toggle is the plan's fault, not Flipper's; an unknown path is neither. */
function remember(results: readonly AllotmentResult[], deps: AllotmentDeps): void {
  const bad = results.find(
    (result) =>
      result.status === 'error' &&
      (result.error.code !== 'not_found' || result.error.httpStatus !== undefined),
  );
  const at = deps.now();
  if (bad?.status === 'error') deps.health.bad('flipper', 'toggles', bad.error, at);
  else {
    const reached = { at, newestPoint: at, reach: at };
    deps.health.good('flipper', 'toggles', { ...reached, allowedDelay: null, assumedLag: null });
  }
}

const notConfigured = failure(
  'not_configured',
  'Flipper is not configured. Set STAGEWATCH_FLIPPER_URL, _PAGE or _EXPORT, or enter the percentage by hand.',
);
