import type { EpochMs } from '../time/time.ts';
import type { Reading } from '../verdict/reading.ts';
import type { TrafficReading } from '../verdict/traffic-reading.ts';
import type { Answer } from '../verdict/judge-ask.ts';
import type { Run } from '../verdict/run.ts';
import type { Figure } from './figure.ts';

/** A report by a person, as the log has it. */
export interface Observed {
  readonly topic: string;
  /** The plan's question it answers; `null` for anything else. */
  readonly criterion: string | null;
  readonly said: Answer['said'] | null;
  readonly note: string;
  readonly ticket: string | null;
  readonly at: EpochMs;
}

/** A roll back as it was recorded: the five fields of the template. */
export interface RollbackRecord {
  readonly reason: string;
  readonly at: EpochMs;
  readonly severity: string;
  readonly tickets: readonly string[];
  readonly resolved: string | null;
}

/** What is known of one run of a stage, or of a check-in. */
export interface StageEvidence {
  readonly stage: string;
  readonly label: string;
  readonly run: Run;
  /** How it was judged last. */
  readonly readings: readonly Reading[];
  readonly traffic: readonly TrafficReading[];
  /** Frozen when the run ended. */
  readonly figures: readonly Figure[];
  readonly observations: readonly Observed[];
  readonly rollbacks: readonly RollbackRecord[];
  /** What people wrote for a label of the Results, by the label. */
  readonly answers: Readonly<Record<string, string>>;
  /** When the evidence was frozen; `null` where nothing was yet. */
  readonly frozenAt: EpochMs | null;
}

/** Letters, digits and signs that count, so that two wordings of a label can be compared. */
export function squashLabel(text: string): string {
  return text
    .replace(/^[\s>]*(?:[-*+•]|\d+[.)])?\s*(?:\[[ xX]?\])?/, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}%#]+/gu, ' ')
    .trim();
}
