import type { EpochMs, Ms } from '#domain/time/time.ts';
import { circuits, type Circuit, type CircuitState, type OpenCircuit } from './circuit.ts';
import { failure } from './metric-source.ts';
import { requestBudget, type BudgetState } from './request-budget.ts';
import { turnstile } from './retries.ts';
import { Refused, retryAfter } from './upstream-fetch.ts';

export interface GateState {
  readonly budget: BudgetState;
  /** The worst of its circuits. */
  readonly circuit: CircuitState;
  /** Which limits, or kinds of request, are left alone; the others go on. */
  readonly open: readonly OpenCircuit[];
  /** Their clock less ours, by the `Date` of the newest answer. */
  readonly clockSkew: Ms | null;
  /** What the source itself said about its limits, by their name. */
  readonly limits: readonly UpstreamLimit[];
}

interface UpstreamLimit {
  readonly name: string;
  readonly limit: number;
  readonly remaining: number;
  readonly resetAt: EpochMs;
}

/** What every question to one source passes: places, budget, circuit, and what the source says about its limits. */
export interface Gate {
  readonly fetch: typeof fetch;
  readonly mayRetry: () => boolean;
  state(): GateState;
}

export interface GateRules {
  /** As users know the source. */
  readonly name: string;
  readonly perMinute: number;
  /** Requests under way at once. */
  readonly places: number;
  /** How a reset is written in the source's headers: so many seconds from now, or an instant in seconds. */
  readonly reset: 'seconds from now' | 'epoch seconds';
}

/** Below this share of a limit the rest is left to the organisation's others. */
const leftToOthers = 0.1;

export function upstreamGate(
  rules: GateRules,
  deps: { readonly fetch: typeof fetch; readonly now: () => EpochMs },
): Gate {
  const { now } = deps;
  const budget = requestBudget(rules.perMinute, now);
  const breakers = circuits(now);
  const turn = turnstile(rules.places);
  const never = new AbortController().signal;
  /** The limits met so far, and by which limit a path is counted. */
  const limits = new Map<string, UpstreamLimit>();
  const limitOf = new Map<string, string>();
  let skew: Ms | null = null;
  /** A circuit belongs to one limit: what one kind of request meets closes no other. */
  const breakerOf = (path: string): Circuit => breakers.of(limitOf.get(path) ?? path);

  const refuse = (path: string, breaker: Circuit): void => {
    const limit = limits.get(limitOf.get(path) ?? '');
    if (limit !== undefined && limit.resetAt > now() && limit.remaining <= limit.limit * leftToOthers) {
      const message = `${rules.name}'s limit ${limit.name} is nearly used up (${limit.remaining} of ${limit.limit} left); Stagewatch waits for its reset.`;
      throw new Refused(failure('rate_limited', message, { retryable: true, retryAt: limit.resetAt }));
    }
    const blocked = breaker.blockedUntil();
    if (blocked !== null) {
      const message = `${rules.name} failed five times in a row and is left alone for a moment.`;
      throw new Refused(failure('circuit_open', message, { retryAt: blocked }));
    }
    const free = budget.take();
    if (free !== null) {
      breaker.dropped();
      const message = `Stagewatch's own budget for ${rules.name} (${rules.perMinute} requests a minute) is used up.`;
      throw new Refused(failure('rate_limited', message, { retryable: true, retryAt: free }));
    }
  };

  const learn = (path: string, breaker: Circuit, response: Response, sent: EpochMs): void => {
    const date = Date.parse(response.headers.get('date') ?? '');
    // The Date header is cut to the second: on average half a second is lost.
    if (!Number.isNaN(date)) skew = Math.round(date + 500 - (sent + now()) / 2);
    const said = limitIn(response, path, rules.reset, now());
    if (said !== null) {
      limits.set(said.name, said);
      limitOf.set(path, said.name);
    }
    // Only what fails counts: being told to slow down is an answer.
    if (response.status >= 500) breaker.bad();
    else breaker.good();
  };

  const gated: typeof fetch = async (input, init) => {
    const path = pathOf(input);
    const signal = init?.signal ?? never;
    return turn(async () => {
      const breaker = breakerOf(path);
      refuse(path, breaker);
      const sent = now();
      try {
        const response = await deps.fetch(input, init);
        learn(path, breaker, response, sent);
        return response;
      } catch (error) {
        // A caller who left is no news about the source; a deadline that passed is.
        if (error instanceof Error && error.name === 'AbortError') breaker.dropped();
        else breaker.bad();
        throw error;
      }
    }, signal);
  };
  return {
    fetch: gated,
    mayRetry: () => budget.mayRetry(),
    state: () => ({
      budget: budget.state(),
      circuit: breakers.worst(),
      open: breakers.open(),
      clockSkew: skew,
      limits: [...limits.values()],
    }),
  };
}

function pathOf(input: Parameters<typeof fetch>[0]): string {
  const address = input instanceof Request ? input.url : String(input);
  // Of one kind are all monitors, and all toggles.
  return new URL(address).pathname
    .replaceAll(/\/\d+(?=\/|$)/g, '/:id')
    .replace(/(\/features\/)[^/]+$/, '$1:key');
}

/** Datadog's and Sentry's limit headers; a 429 without any counts as a limit of its path. */
function limitIn(
  response: Response,
  path: string,
  reset: GateRules['reset'],
  now: EpochMs,
): UpstreamLimit | null {
  const { headers, status } = response;
  const read = (name: string): number | null =>
    number(headers.get(`x-ratelimit-${name}`) ?? headers.get(`x-sentry-rate-limit-${name}`));
  const said = headers.get('x-ratelimit-name') ?? '';
  const name = /^[\w.-]{1,80}$/.test(said) ? said : path;
  const at = resetAt(read('reset'), reset, now);
  const [limit, remaining] = [read('limit'), read('remaining')];
  if (status === 429) {
    const until = at ?? retryAfter(headers, now);
    return until === null ? null : { name, limit: limit ?? 0, remaining: 0, resetAt: until };
  }
  if (limit === null || remaining === null || at === null) return null;
  return { name, limit, remaining, resetAt: at };
}

function resetAt(value: number | null, reset: GateRules['reset'], now: EpochMs): EpochMs | null {
  if (value === null) return null;
  return reset === 'epoch seconds' ? value * 1000 : now + Math.ceil(value * 1000);
}

function number(text: string | null): number | null {
  return text !== null && /^\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : null;
}
