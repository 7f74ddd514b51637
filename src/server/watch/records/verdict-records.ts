import type { Kysely, Transaction } from 'kysely';
import { verdict as verdictSchema } from '#contract/verdict.ts';
import type { EpochMs } from '#domain/time/time.ts';
import { isSeenDifferently } from '#domain/verdict/seen-differently.ts';
import type { Verdict } from '#domain/verdict/verdict.ts';
import { alertsOf, putAlert } from './alert-records.ts';
import { keepEvidence } from './evidence-records.ts';
import { append } from './journal-records.ts';
import { putNotice } from './notice-records.ts';
import type { Consequences, Following, Store, StoredRun } from './store.ts';
import type { Tables } from './tables.ts';
import { writeInTurn, type Writing } from './write-in-turn.ts';

/** Verdicts: the newest of each run, and every change of state for good. */
export function verdictRecords(
  db: Kysely<Tables>,
  writing: Writing,
): Pick<Store, 'saveVerdict' | 'newestVerdict' | 'judgedRuns' | 'transitions'> {
  return {
    saveVerdict: (run, verdict, following = {}) =>
      writeInTurn(db, writing, (tx) => saveVerdict(tx, run, verdict, following)),
    judgedRuns: async () => {
      const rows = await db
        .selectFrom('latest_verdicts')
        .innerJoin('runs', 'runs.id', 'latest_verdicts.run')
        .select(['run', 'judged_at', 'stale_after'])
        .where('runs.end_at', 'is', null)
        .execute();
      return rows.flatMap(({ run, judged_at: at, stale_after: staleAfter }) =>
        at === null || staleAfter === null ? [] : [{ run, at, staleAfter }],
      );
    },
    newestVerdict: async (run) => {
      const row = await db
        .selectFrom('latest_verdicts')
        .selectAll()
        .where('run', '=', run)
        .executeTakeFirst();
      return row === undefined ? null : { run, since: row.since, verdict: parseVerdict(row.verdict) };
    },
    transitions: async (rollout, stage, until, limit) => {
      const rows = await db
        .selectFrom('verdicts')
        .selectAll()
        .where('rollout', '=', rollout)
        .where('stage', '=', stage)
        .where('at', '<=', until)
        .orderBy('at', 'desc')
        .orderBy('seq', 'desc')
        .limit(limit)
        .execute();
      return rows.map(({ at, run, verdict, evidence }) => ({
        at,
        run,
        verdict: parseVerdict(verdict),
        evidence,
      }));
    },
  };
}

/** Keeps the newest verdict, for good where it says something new, with what follows from it. */
async function saveVerdict(
  tx: Transaction<Tables>,
  run: StoredRun,
  verdict: Verdict,
  { follow, evidence }: Following,
): Promise<boolean> {
  const before = await tx
    .selectFrom('latest_verdicts')
    .selectAll()
    .where('run', '=', run.id)
    .executeTakeFirst();
  const news = newsIn(verdict, before?.verdict);
  const { changed } = news;
  const since = changed || before === undefined ? verdict.judgedAt : before.since;
  const text = JSON.stringify(verdict);
  const newest = {
    since,
    verdict: text,
    judged_at: verdict.judgedAt,
    stale_after: verdict.staleAfter,
  };
  await tx
    .insertInto('latest_verdicts')
    .values({ run: run.id, ...newest })
    .onConflict((conflict) => conflict.column('run').doUpdateSet(newest))
    .execute();
  const consequences = follow?.(await alertsOf(tx, run.id), changed);
  const tells = (consequences?.notices.length ?? 0) > 0;
  if (tells || changed || news.seenDifferently) {
    const kept = await keepEvidence(tx, run, evidence?.());
    if (isForGood(news, kept)) await keepVerdict(tx, run, verdict, kept);
  }
  if (consequences !== undefined) await keepConsequences(tx, run, verdict.judgedAt, consequences);
  return changed;
}

async function keepVerdict(
  tx: Transaction<Tables>,
  { id: run, rollout, stage }: StoredRun,
  verdict: Verdict,
  evidence: string | null,
): Promise<void> {
  const { state, judgedAt: at } = verdict;
  await tx
    .insertInto('verdicts')
    .values({ run, rollout, stage, at, state, verdict: JSON.stringify(verdict), evidence })
    .execute();
}

interface News {
  readonly changed: boolean;
  readonly seenDifferently: boolean;
}

/** Where judging failed there is no evidence to look back at: then the verdict itself is what is kept. */
function isForGood({ changed, seenDifferently }: News, evidence: string | null): boolean {
  return changed || (seenDifferently && evidence === null);
}

/** What a verdict says that the one before it did not. */
function newsIn(verdict: Verdict, before: string | undefined): News {
  if (before === undefined) return { changed: true, seenDifferently: false };
  const previous = parseVerdict(before);
  return {
    changed: previous.state !== verdict.state,
    seenDifferently: isSeenDifferently(previous, verdict),
  };
}

/** Alerts, lines of the log and notices that follow from a verdict, in its own transaction. */
async function keepConsequences(
  tx: Transaction<Tables>,
  run: StoredRun,
  at: EpochMs,
  { alerts, entries, notices, endedBy }: Consequences,
): Promise<void> {
  for (const alert of alerts) await putAlert(tx, alert);
  for (const entry of entries) await append(tx, entry, {});
  for (const one of notices) await putNotice(tx, one, at);
  if (endedBy === null) return;
  await tx
    .updateTable('runs')
    .set({ end_at: at, closed_by: endedBy })
    .where('id', '=', run.id)
    .where('end_at', 'is', null)
    .execute();
}

function parseVerdict(text: string): Verdict {
  return verdictSchema.parse(JSON.parse(text));
}
