import type { EpochMs } from '../time/time.ts';

/** Whether observed traffic agrees with the allotment. */
export type TrafficState =
  | 'matches'
  | 'abnormal'
  | 'not-enough-data'
  | 'no-data'
  | 'stale'
  | 'source-error'
  | 'not-measured'
  | 'unknown-allotment';

/** Plan, toggle and observation side by side for one toggle: they fail separately. */
export interface TrafficReading {
  readonly toggle: string;
  readonly state: TrafficState;
  /** Percent of actors the plan asks for at this stage. */
  readonly planned: number | null;
  readonly allotment: Allotment | null;
  /** Share of actors (or requests) on the new path, 0..1. */
  readonly observed: number | null;
  readonly range: { readonly low: number; readonly high: number } | null;
  readonly onNew: number | null;
  readonly onOld: number | null;
  /** Distinct people who could see the new path at all; `null` when not counted. */
  readonly eligible: number | null;
  /** Percentages of the plan (and 0, 100, the rest) that an abnormal split leaves possible, lowest first. */
  readonly consistentWith: readonly number[];
  /** What may explain an abnormal split, likeliest first. */
  readonly causes: readonly string[];
  readonly unit: 'actors' | 'requests';
  readonly evidence: string;
}

/** What a toggle gives now. Actors are a count; who they are never leaves the proxy. */
export interface Allotment {
  readonly toggle: string;
  /** Share of actors it is on for, in percent; `null` when it cannot be said. */
  readonly percent: number | null;
  readonly everyone: boolean;
  readonly percentOfActors: number | null;
  readonly percentOfTime: number | null;
  readonly actors: number;
  readonly groups: number;
  readonly expression: boolean;
  readonly origin: 'flipper' | 'toggle page' | 'toggle export' | 'entered by hand' | 'example';
  /** When it was read, or when it was entered. */
  readonly at: EpochMs;
  /** Who entered it; `null` when it was read. */
  readonly by: string | null;
  /** Since when it has had this value, as far as is known. */
  readonly since: EpochMs | null;
  /** Its newest change, where nobody said that it would come. */
  readonly unannounced?: { readonly from: number | null; readonly at: EpochMs } | undefined;
}
