import type { EpochMs } from '#domain/time/time.ts';
import type { Run } from '#domain/verdict/run.ts';
import type { Verdict } from '#domain/verdict/verdict.ts';

export interface SavedPlan {
  readonly rollout: string;
  readonly version: number;
  readonly markdown: string;
  readonly savedBy: string;
  readonly savedAt: EpochMs;
}

export interface StoredRun extends Run {
  readonly rollout: string;
}

/** A verdict with the moment its state began. */
interface StoredVerdict {
  readonly run: string;
  readonly since: EpochMs;
  readonly verdict: Verdict;
}

interface Transition {
  readonly at: EpochMs;
  readonly run: string;
  readonly verdict: Verdict;
}

interface EnteredAllotment {
  readonly rollout: string;
  readonly toggle: string;
  readonly percent: number;
  readonly at: EpochMs;
  readonly by: string;
}

/** What Stagewatch remembers. Every write is durable when its promise settles. */
export interface Store {
  /** Saves a new version unless the newest one is the same text. */
  savePlan(plan: {
    readonly rollout: string;
    readonly markdown: string;
    readonly by: string;
    readonly at: EpochMs;
  }): Promise<SavedPlan>;
  newestPlans(): Promise<readonly SavedPlan[]>;
  runsOf(rollout: string): Promise<readonly StoredRun[]>;
  openRuns(): Promise<readonly StoredRun[]>;
  addRun(run: StoredRun): Promise<void>;
  endRun(id: string, end: EpochMs, by: string): Promise<void>;
  /** Keeps the newest verdict of a run; a change of state is kept for good. @returns whether the state changed. */
  saveVerdict(run: StoredRun, verdict: Verdict): Promise<boolean>;
  newestVerdict(run: string): Promise<StoredVerdict | null>;
  /** Changes of state at a stage, newest first, at or before `until`. */
  transitions(rollout: string, stage: string, until: EpochMs, limit: number): Promise<readonly Transition[]>;
  enterAllotment(entry: EnteredAllotment): Promise<void>;
  /** Newest entry per toggle. */
  enteredAllotments(rollout: string): Promise<readonly EnteredAllotment[]>;
  close(): Promise<void>;
}
