import type { EpochMs, Ms } from '#domain/time/time.ts';

export type CircuitState = 'closed' | 'open' | 'trying';

/** Stops asking an upstream (one limit of it) that only fails, and tries with one question whether it is back. */
export interface Circuit {
  /** When to come back; `null`: go ahead. The first to come after that time is the trial. */
  blockedUntil(): EpochMs | null;
  good(): void;
  bad(): void;
  /** The question was given up before an answer: no news. */
  dropped(): void;
  state(): CircuitState;
}

const mostFailures = 5;
const rest: Ms = 10_000;

/** Opens after five failures in a row, for ten seconds. */
export function circuit(now: () => EpochMs): Circuit {
  let failures = 0;
  let until: EpochMs | null = null;
  let isTrying = false;
  return {
    blockedUntil: () => {
      if (until === null) return null;
      if (isTrying) return now() + rest / 10;
      if (now() < until) return until;
      isTrying = true;
      return null;
    },
    good: () => {
      failures = 0;
      until = null;
      isTrying = false;
    },
    bad: () => {
      failures += 1;
      isTrying = false;
      if (failures >= mostFailures) until = now() + rest;
    },
    dropped: () => {
      isTrying = false;
    },
    state: () => {
      if (until === null) return 'closed';
      return isTrying || now() >= until ? 'trying' : 'open';
    },
  };
}

/** A circuit that is not closed. */
export interface OpenCircuit {
  /** The limit, or the kind of request where the source names none. */
  readonly name: string;
  readonly state: Exclude<CircuitState, 'closed'>;
}

export interface Circuits {
  of(name: string): Circuit;
  open(): readonly OpenCircuit[];
  worst(): CircuitState;
}

/** One circuit for each limit of a source. */
export function circuits(now: () => EpochMs): Circuits {
  const known = new Map<string, Circuit>();
  const open = (): readonly OpenCircuit[] =>
    [...known].flatMap(([name, one]) => {
      const state = one.state();
      return state === 'closed' ? [] : [{ name, state }];
    });
  return {
    of: (name) => {
      const one = known.get(name) ?? circuit(now);
      known.set(name, one);
      return one;
    },
    open,
    worst: () => {
      const states = open().map(({ state }) => state);
      return states.find((state) => state === 'open') ?? states[0] ?? 'closed';
    },
  };
}
