import type { JournalEntry, JournalKind } from '#contract/journal.ts';
import type { AlertView, Notice, OutboxItem } from '#contract/notice.ts';
import type { DumpedRow, LoadOptions } from './dump.ts';
import type { EpochMs, Ms } from '#domain/time/time.ts';
import type { Run } from '#domain/verdict/run.ts';
import type { Verdict } from '#domain/verdict/verdict.ts';
import type { ReportRecords } from './report-records.ts';

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

export interface Transition {
  readonly at: EpochMs;
  readonly run: string;
  readonly verdict: Verdict;
  /** Which evidence it was judged from; `null` where judging failed, or none was kept. */
  readonly evidence: string | null;
}

interface EnteredAllotment {
  readonly rollout: string;
  readonly toggle: string;
  readonly percent: number;
  readonly at: EpochMs;
  readonly by: string;
}

/** What else a line of the log changes, in the same transaction. */
export interface Effects {
  /** What only one line may hold. */
  readonly slot?: string;
  /** A run that gets longer. */
  readonly lengthen?: { readonly run: string; readonly by: Ms };
}

/** What follows from a verdict, recorded with it, all or nothing. `alerts` are those of the run as they stand. */
type Follow = (alerts: readonly AlertView[], changed: boolean) => Consequences;

export interface Consequences {
  readonly alerts: readonly AlertView[];
  readonly entries: readonly JournalEntry[];
  /** One per channel; an id that is there already is left as it is. */
  readonly notices: readonly NewNotice[];
  /** Ends the run with this verdict. */
  readonly endedBy: string | null;
}

/** What a judgement was made of, ready to be kept. */
export interface NewEvidence {
  /** One per judgement: verdicts judged afterwards share it with the one that found them. */
  readonly id: string;
  readonly at: EpochMs;
  readonly planVersion: number;
  readonly rules: number;
  /** Compressed. */
  readonly body: Buffer;
}

export interface KeptEvidence extends NewEvidence {
  readonly run: string;
  readonly rollout: string;
}

/** What is recorded with a verdict, all or nothing. */
export interface Following {
  readonly follow?: Follow | undefined;
  /** Made only where the verdict says something new, a reading changes its side, or people are told. */
  readonly evidence?: (() => NewEvidence) | undefined;
}

export interface NewNotice {
  readonly id: string;
  readonly channel: string;
  readonly notice: Notice;
  /** Not before. */
  readonly nextAt: EpochMs;
}

interface SealedNumber {
  readonly ref: string;
  readonly sealed: string;
  readonly by: string;
  readonly at: EpochMs;
}

type ReplacedPlan =
  | { readonly ok: true; readonly plan: SavedPlan }
  | { readonly ok: false; readonly newest: SavedPlan | null };

export interface OutboxCount {
  readonly channel: string;
  readonly state: OutboxItem['state'];
  readonly count: number;
  /** When the oldest of them was made. */
  readonly oldest: EpochMs;
}

interface JudgedAt {
  readonly run: string;
  readonly at: EpochMs;
  readonly staleAfter: EpochMs;
}

export type Appended =
  | { readonly ok: true; readonly entry: JournalEntry }
  | { readonly ok: false; readonly taken: JournalEntry };

interface JournalFilter {
  readonly stage?: string;
  readonly run?: string;
  readonly kinds?: readonly JournalKind[];
  /** Recorded at or after. */
  readonly since?: EpochMs;
  /** Recorded at or before. */
  readonly until?: EpochMs;
  /** At most so many, the newest of them. */
  readonly newest?: number;
}

/** A plan somebody is working on. */
export interface PlanDraft {
  readonly id: string;
  readonly by: string;
  readonly at: EpochMs;
  readonly markdown: string;
}

/** A run that ends. */
export interface RunEnd {
  readonly id: string;
  readonly end: EpochMs;
  readonly by: string;
}

/** What Stagewatch remembers. Every write is durable when its promise settles. */
export interface Store extends ReportRecords {
  /** Saves a new version unless the newest one is the same text. */
  savePlan(plan: {
    readonly rollout: string;
    readonly markdown: string;
    readonly by: string;
    readonly at: EpochMs;
  }): Promise<SavedPlan>;
  /** The same, where the newest version is still the one the sender saw: 0 for none. */
  replacePlan(plan: Parameters<Store['savePlan']>[0], seen: number): Promise<ReplacedPlan>;
  newestPlans(): Promise<readonly SavedPlan[]>;
  /** The versions of a rollout's plan without their texts, newest first. */
  planVersions(
    rollout: string,
  ): Promise<readonly { readonly version: number; readonly by: string; readonly at: EpochMs }[]>;
  planVersion(rollout: string, version: number): Promise<SavedPlan | null>;
  /** Keeps a plan that is not watched. A person's oldest drafts make room. */
  saveDraft(draft: PlanDraft): Promise<void>;
  draft(id: string): Promise<PlanDraft | null>;
  runsOf(rollout: string): Promise<readonly StoredRun[]>;
  openRuns(): Promise<readonly StoredRun[]>;
  /** Adds a run, and ends with it those that end where it begins: all of it or nothing. */
  addRun(run: StoredRun, ended?: readonly RunEnd[]): Promise<void>;
  endRun(id: string, end: EpochMs, by: string): Promise<void>;
  /** Keeps the newest verdict of a run; a change of state is kept for good. @returns whether the state changed. */
  saveVerdict(run: StoredRun, verdict: Verdict, following?: Following): Promise<boolean>;
  /** When each run that was judged was judged last. */
  judgedRuns(): Promise<readonly JudgedAt[]>;
  newestVerdict(run: string): Promise<StoredVerdict | null>;
  /** Changes of state at a stage, newest first, at or before `until`. */
  transitions(rollout: string, stage: string, until: EpochMs, limit: number): Promise<readonly Transition[]>;
  evidence(id: string): Promise<KeptEvidence | null>;
  /** The newest evidence of a stage judged at or before `until`. */
  evidenceBefore(rollout: string, stage: string, until: EpochMs): Promise<KeptEvidence | null>;
  enterAllotment(entry: EnteredAllotment): Promise<void>;
  /** Newest entry per toggle. */
  enteredAllotments(rollout: string): Promise<readonly EnteredAllotment[]>;
  /**
   * Adds a line to the log, with what follows from it, all or nothing. The same id again changes nothing and gives the
   * line that is there; a slot that is taken refuses the line and gives its holder.
   */
  append(entry: JournalEntry, effects?: Effects): Promise<Appended>;
  /** Lines of a rollout, oldest first; of the kinds named, or all. */
  journal(rollout: string, filter?: JournalFilter): Promise<readonly JournalEntry[]>;
  /** Open alerts, or one by its id, open or not. */
  alerts(filter?: { readonly id: string }): Promise<readonly AlertView[]>;
  /** Changes an alert as it stands at that moment, with a line in the log. @returns `null` where there is none. */
  changeAlert(
    id: string,
    change: (alert: AlertView) => { readonly alert: AlertView; readonly entry: JournalEntry },
  ): Promise<AlertView | null>;
  /** Notices waiting to be sent by now, oldest first; through one channel, or all. */
  dueNotices(now: EpochMs, limit: number, channel?: string): Promise<readonly OutboxItem[]>;
  noticeSent(id: string, at: EpochMs): Promise<void>;
  /** `nextAt: null` gives it up. */
  noticeFailed(id: string, error: string, nextAt: EpochMs | null): Promise<void>;
  /** How many notices there are of each state, by channel. */
  outboxCounts(): Promise<readonly OutboxCount[]>;
  /** The newest notices, whatever became of them. */
  notices(limit: number): Promise<readonly OutboxItem[]>;
  /** Keeps the sealed number behind a `ref` of plans, instead of the one before. */
  saveNumber(number: SealedNumber): Promise<void>;
  numbers(refs: readonly string[]): Promise<readonly SealedNumber[]>;
  /** Takes or renews the lease to judge. @returns its token, which grows with every owner; `null` while another holds it. */
  takeLease(owner: string, now: EpochMs, until: EpochMs): Promise<number | null>;
  /** Lets the next take it at once. */
  leaveLease(owner: string): Promise<void>;
  /** The same records for the judging process: every write of it fails once another process has a newer token. */
  fenced(token: () => number): Store;
  /** How many migrations this store has run. */
  readonly schema: number;
  /** Hands over every record as it stood at one instant. */
  dump(take: (row: DumpedRow) => Promise<void>): Promise<void>;
  /** Writes records into an empty store, all or none; refuses one that has some, unless told to replace them. */
  load(rows: AsyncIterable<DumpedRow>, options: LoadOptions): Promise<number>;
  /** Evidence of ended runs judged before an instant, oldest first. */
  oldEvidence(before: EpochMs, limit: number): Promise<readonly KeptEvidence[]>;
  forgetEvidence(ids: readonly string[]): Promise<void>;
  close(): Promise<void>;
}
