import type { Snapshot } from '#contract/report.ts';
import type { ChangedEvent } from '#contract/rollout.ts';
import { checkInsOf } from '#domain/report/check-ins.ts';
import { standing } from '#domain/report/figure.ts';
import type { Verdict } from '#domain/verdict/verdict.ts';
import { hour, minute, second, type EpochMs, type Ms } from '#domain/time/time.ts';
import { deadlineIn } from '#server/proxy/deadline.ts';
import type { NoticeSettings } from '../loop/follow-verdict.ts';
import { sayError } from '../loop/judge-and-keep.ts';
import type { Store, StoredRun } from '../records/store.ts';
import type { Library } from '../rollouts/library.ts';
import type { ReadableRollout } from '../rollouts/rollout.ts';
import { checkInDueNotice, kpiOutNotice } from './check-in-notice.ts';
import { kpisOut } from './kpi-out.ts';
import { readWindow, type ReadDeps } from './read-window.ts';
import { endedRuns, standingRuns, type EndedRun } from './report-runs.ts';
import { dueSubjects, lacking, mayFreeze, type Subject } from './subjects.ts';

export interface FreezerDeps extends ReadDeps {
  readonly store: Store;
  readonly library: Library;
  readonly now: () => EpochMs;
  readonly notices: NoticeSettings;
  readonly publish: (event: ChangedEvent) => void;
  readonly report: (message: string) => void;
}

/** Freezes what is due, beside the judging, which never waits for it. */
export interface Freezer {
  /** Begins a look where none is under way and it is time for one. */
  begin(signal: AbortSignal): void;
  /** Resolves when no look is under way. */
  done(): Promise<void>;
}

/** How often due dates are looked at. */
const between: Ms = minute;

/** How long to wait before a source that failed, or had more to come, is asked again. */
const again: Ms = 10 * minute;

/** How often a KPI is held against its target between check-ins. */
const kpiRhythm: Ms = 6 * hour;

const deadline: Ms = 60 * second;

export function createFreezer(deps: FreezerDeps): Freezer {
  const waits = new Map<string, EpochMs>();
  let next: EpochMs = 0;
  let current: Promise<void> = Promise.resolve();
  let busy = false;

  const pass = async (signal: AbortSignal): Promise<void> => {
    for (const rollout of deps.library.all()) {
      if (rollout.kind !== 'readable' || signal.aborted) continue;
      await look(rollout, deps, waits, signal).catch((error: unknown) =>
        deps.report(`Freezing the evidence of ${rollout.id} failed: ${sayError(error)}`),
      );
    }
  };

  return {
    begin: (signal) => {
      if (busy || deps.now() < next) return;
      busy = true;
      next = deps.now() + between;
      current = pass(signal).finally(() => {
        busy = false;
      });
    },
    done: () => current,
  };
}

async function look(
  rollout: ReadableRollout,
  deps: FreezerDeps,
  waits: Map<string, EpochMs>,
  signal: AbortSignal,
): Promise<void> {
  const { store, now } = deps;
  const runs = await store.runsOf(rollout.id);
  if (runs.length === 0) return;
  const entries = await store.journal(rollout.id, { kinds: ['decision'] });
  const launched = standingRuns(runs, entries);
  const snapshots = await store.snapshots(rollout.id);
  for (const subject of dueSubjects(rollout, endedRuns(runs, entries), launched, now())) {
    const why = lacking(subject, snapshots, now());
    const key = `${rollout.id} ${subject.id} ${subject.window.from} ${why ?? ''}`;
    if (why === null || (waits.get(key) ?? 0) > now() || signal.aborted) continue;
    waits.set(key, now() + again);
    await freeze(rollout, subject, why, deps, signal);
  }
  await watchKpis(rollout, launched, deps, waits, signal);
}

async function freeze(
  rollout: ReadableRollout,
  subject: Subject,
  why: Snapshot['why'],
  deps: FreezerDeps,
  signal: AbortSignal,
): Promise<void> {
  const { store, now } = deps;
  const until = AbortSignal.any([signal, deadlineIn(deadline)]);
  const read = await readWindow(rollout, subject.window, subject.anchor, deps, until);
  if (signal.aborted || !mayFreeze(why, read, subject, now())) return;
  const verdict = subject.run === null ? null : await lastVerdict(store, subject.run);
  const { from, to } = subject.window;
  const frozenAt = now();
  const one: Snapshot = {
    rollout: rollout.id,
    subject: subject.id,
    from,
    to,
    frozenAt,
    why,
    figures: read.figures,
    readings: verdict?.readings ?? [],
    traffic: verdict?.traffic ?? [],
  };
  const notices =
    subject.checkIn === null || why !== 'due'
      ? []
      : checkInDueNotice(rollout, subject.checkIn, frozenAt, deps.notices);
  await store.freeze(one, notices);
  deps.publish({ rollout: rollout.id, stage: subject.run?.stage ?? null, at: frozenAt, state: null });
}

async function lastVerdict(store: Store, run: EndedRun): Promise<Verdict | null> {
  return run.evidence ?? (await store.newestVerdict(run.id))?.verdict ?? null;
}

/** Between check-ins: a KPI that leaves its target tells once. */
async function watchKpis(
  rollout: ReadableRollout,
  launched: readonly StoredRun[],
  deps: FreezerDeps,
  waits: Map<string, EpochMs>,
  signal: AbortSignal,
): Promise<void> {
  const { store, now } = deps;
  const next = checkInsOf(rollout.plan, launched).find(({ window }) => window !== null && window.to > now());
  const from = next?.window?.from;
  const key = `${rollout.id} kpis`;
  const hasTargets = rollout.plan.kpis.some((one) => one.target !== null && one.measure !== null);
  if (next === undefined || from === undefined || rollout.example || !hasTargets) return;
  if (now() - from < hour || (waits.get(key) ?? 0) > now()) return;
  waits.set(key, now() + kpiRhythm);
  const until = AbortSignal.any([signal, deadlineIn(deadline)]);
  const read = await readWindow(rollout, { from, to: now() }, from, deps, until);
  if (read.failed || signal.aborted) return;
  const out = kpisOut(rollout.plan.kpis, standing(read.figures));
  const notices = out.flatMap((one) => kpiOutNotice(rollout, next, one, now(), deps.notices));
  if (notices.length > 0) await store.tell(notices, now());
}
