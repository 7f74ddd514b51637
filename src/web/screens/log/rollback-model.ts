import type { JournalEntry } from '#contract/journal.ts';

/** The record of one rollback, in the five fields release plans ask for. `null`: nobody has said. */
export interface Rollback {
  readonly decision: string;
  readonly stage: string | null;
  readonly by: string;
  readonly at: number;
  /** When it was seen to be done; `null` while it was not. */
  readonly confirmed: number | null;
  readonly reason: string | null;
  readonly severity: string | null;
  readonly tickets: readonly string[];
  readonly resolved: { readonly by: string; readonly at: number; readonly note: string } | null;
}

/** Every rollback of a log (newest first), with what was added later. */
export function rollbacksOf(log: readonly JournalEntry[]): readonly Rollback[] {
  return log.flatMap((entry) => {
    if (entry.kind !== 'decision' || entry.choice !== 'roll-back') return [];
    const { id, stage, by, at, reason } = entry;
    const record = log.find((one) => one.kind === 'rollback-record' && one.decision === id);
    const end = log.find((one) => one.kind === 'resolved' && one.decision === id);
    const done = log.find((one) => one.kind === 'carried-out' && one.decision === id);
    const { severity = '', tickets = [] } =
      record?.kind === 'rollback-record' ? record : (entry.rollback ?? {});
    return [
      {
        decision: id,
        stage,
        by,
        at,
        confirmed: done?.at ?? null,
        reason: reason === '' ? null : reason,
        severity: severity === '' ? null : severity,
        tickets,
        resolved: end?.kind === 'resolved' ? { by: end.by, at: end.at, note: end.note } : null,
      },
    ];
  });
}
