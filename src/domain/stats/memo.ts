import type { PastState } from './past-baseline.ts';
import type { EngineState } from './sequential-engine.ts';

/** An engine with the buckets it has seen. */
interface Kept<State> {
  readonly settings: string;
  readonly columns: readonly Float64Array[];
  readonly state: State;
}

/**
 * Engines kept from one judgement to the next, so that a new bucket costs one step and not the whole stage. It changes
 * no answer: an engine goes on only where every bucket it has seen is still what it was; late or corrected data
 * make it start over.
 */
export interface EngineMemo {
  readonly sequential: Map<string, Kept<EngineState>>;
  readonly past: Map<string, Kept<PastState>>;
}

/** A memo with nothing in it. */
export function engineMemo(): EngineMemo {
  return { sequential: new Map(), past: new Map() };
}

/** Runs an engine over all buckets, going on from where it stood where that is allowed. */
export function runKept<State extends { readonly step: number }>(input: {
  readonly kept: Map<string, Kept<State>> | undefined;
  /** Which engine: the criterion, and the class within it. */
  readonly id: string;
  /** Everything but the buckets that decides what the engine computes. */
  readonly settings: string;
  readonly columns: readonly Float64Array[];
  readonly start: () => State;
  /** Steps the engine over one bucket; made once per run. */
  readonly stepper: (state: State) => (i: number) => void;
}): State {
  const { kept, id, settings, columns } = input;
  const before = kept?.get(id);
  const goesOn = before !== undefined && before.settings === settings && extendsAll(before, columns);
  const state = goesOn ? before.state : input.start();
  const step = input.stepper(state);
  const length = columns[0]?.length ?? 0;
  for (let i = state.step; i < length; i++) step(i);
  kept?.set(id, { settings, columns, state });
  return state;
}

function extendsAll(before: Kept<{ readonly step: number }>, columns: readonly Float64Array[]): boolean {
  if (before.columns.length !== columns.length) return false;
  return before.columns.every((old, c) => {
    const now = columns[c];
    if (now === undefined || now.length < old.length) return false;
    for (let i = 0; i < old.length; i++) if (old[i] !== now[i]) return false;
    return true;
  });
}
