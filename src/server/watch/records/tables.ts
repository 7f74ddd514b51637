import type { Generated } from 'kysely';

/** Columns are portable: text ids, whole milliseconds, JSON as text. History tables only ever grow. */
export interface Tables {
  readonly plan_versions: PlanVersionRow;
  readonly plan_drafts: PlanDraftRow;
  readonly runs: RunRow;
  readonly verdicts: VerdictRow;
  readonly evidence: EvidenceRow;
  readonly latest_verdicts: LatestVerdictRow;
  readonly allotments: AllotmentRow;
  readonly journal: JournalRow;
  readonly alerts: AlertRow;
  readonly outbox: OutboxRow;
  readonly contact_numbers: ContactNumberRow;
  readonly lease: LeaseRow;
  readonly snapshots: SnapshotRow;
  readonly report_entries: ReportEntryRow;
  readonly written_values: WrittenValueRow;
  readonly migrations: { readonly version: number; readonly at: number };
}

/** One line of the log; `body` is the whole entry as JSON. */
interface JournalRow {
  seq: Generated<number>;
  id: string;
  rollout: string;
  stage: string | null;
  run: string | null;
  kind: string;
  at: number;
  /** What only one entry may hold, such as the third decision of a run. */
  slot: string | null;
  body: string;
}

/** How an alert stands; what happened to it is in the log. */
interface AlertRow {
  id: string;
  run: string;
  rollout: string;
  stage: string;
  is_open: number;
  body: string;
}

/** A notice on its way through one channel. */
interface OutboxRow {
  seq: Generated<number>;
  /** The notice's key and the channel: the same notice is never put in twice. */
  id: string;
  channel: string;
  state: string;
  attempts: number;
  next_at: number;
  made_at: number;
  sent_at: number | null;
  error: string | null;
  body: string;
}

/** A phone number behind a `ref` of plans, sealed. */
interface ContactNumberRow {
  ref: string;
  sealed: string;
  saved_by: string;
  saved_at: number;
}

/** One row: which process judges, until when. The token grows with every change of owner. */
interface LeaseRow {
  name: string;
  owner: string;
  token: number;
  until_at: number;
}

interface PlanVersionRow {
  rollout: string;
  version: number;
  hash: string;
  markdown: string;
  saved_by: string;
  saved_at: number;
}

interface PlanDraftRow {
  id: string;
  saved_by: string;
  saved_at: number;
  markdown: string;
}

export interface RunRow {
  id: string;
  rollout: string;
  stage: string;
  attempt: number;
  start_at: number;
  end_at: number | null;
  length_ms: number | null;
  opened_by: string;
  closed_by: string | null;
}

interface VerdictRow {
  seq: Generated<number>;
  run: string;
  rollout: string;
  stage: string;
  at: number;
  state: string;
  verdict: string;
  /** Which evidence it was judged from. */
  evidence: string | null;
}

/** What a judgement was made of; `body` is compressed JSON in base64. */
export interface EvidenceRow {
  seq: Generated<number>;
  id: string;
  run: string;
  rollout: string;
  stage: string;
  at: number;
  plan_version: number;
  rules: number;
  body: string;
}

interface LatestVerdictRow {
  run: string;
  since: number;
  verdict: string;
  /** `null` in rows older than this column, until the run is judged again. */
  judged_at: number | null;
  stale_after: number | null;
}

interface AllotmentRow {
  seq: Generated<number>;
  rollout: string;
  toggle: string;
  percent: number;
  at: number;
  entered_by: string;
}

/** What was frozen of a run or a check-in; `body` is the whole snapshot as JSON. */
interface SnapshotRow {
  seq: Generated<number>;
  rollout: string;
  subject: string;
  from_at: number;
  frozen_at: number;
  why: string;
  body: string;
}

/** What people entered for a report; `body` is the whole entry as JSON. */
interface ReportEntryRow {
  seq: Generated<number>;
  id: string;
  rollout: string;
  subject: string;
  body: string;
}

/** Every value a report has given out, once. */
interface WrittenValueRow {
  rollout: string;
  subject: string;
  label: string;
  value: string;
  at: number;
}
