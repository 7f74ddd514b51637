import type { StagePeople } from '#contract/stage-people.ts';
import type { JournalEntry } from '#contract/journal.ts';
import type { Stage } from '#domain/plan/plan.ts';
import type { EpochMs } from '#domain/time/time.ts';
import { gatesAfter } from '#domain/verdict/gates-after.ts';
import { criteriaOf } from '#domain/verdict/required-signals.ts';
import { is } from '../loop/run-records.ts';
import type { Store, StoredRun } from '../records/store.ts';
import type { ReadableRollout } from '../rollouts/rollout.ts';
import { watchOf } from './watch-of.ts';

/** What a stage asks of people, with what they have settled; with `at`, by that instant. */
export async function stagePeopleOf(
  { store, flipperLink = null }: { readonly store: Store; readonly flipperLink?: string | null | undefined },
  { id: rollout, plan }: ReadableRollout,
  stage: Stage,
  run: Pick<StoredRun, 'id' | 'end'> | null,
  at: EpochMs | null = null,
): Promise<StagePeople> {
  const all = await store.journal(rollout, { kinds: ['check', 'watch', 'not-run'] });
  const entries = at === null ? all : all.filter((one) => one.at <= at);
  const checks = entries.filter(is('check'));
  const gates = checks.filter((one) => one.box !== true);
  const boxes = checks.filter((one) => one.box === true);
  const turnOff = plan.toggles.toSorted((a, b) => a.offOrder - b.offOrder).map((one) => one.key);
  return {
    asks: criteriaOf(plan, stage).flatMap(({ id, label, measure }) =>
      measure.kind === 'ask' ? [{ criterion: id, label, text: measure.text, answer: measure.answer }] : [],
    ),
    gates: gatesAfter(plan, stage).map(({ text }) => ({ text, closed: doneBy(gates, text) })),
    checklist: plan.checklist
      .filter((one) => one.stage === null || one.stage === stage.id)
      .map(({ stage: of, ...one }) => ({
        ...one,
        // A box that stands under several stages is done at each by itself.
        done: doneBy(of === null ? boxes : boxes.filter((box) => box.stage === of), one.text),
      })),
    watch: watchOf(entries, run),
    notRun: run === null ? notRunOf(entries, stage) : null,
    turnOff,
    toggleLinks: linksTo(flipperLink, turnOff),
    notUndone: plan.notUndone,
  };
}

type Check = Extract<JournalEntry, { kind: 'check' }>;

function doneBy(checks: readonly Check[], text: string): StagePeople['gates'][number]['closed'] {
  const newest = checks.findLast((one) => one.gate === text);
  if (newest?.closed !== true) return null;
  const { by, at, note } = newest;
  return { by, at, note };
}

function notRunOf(entries: readonly JournalEntry[], stage: Stage): StagePeople['notRun'] {
  const line = entries.filter(is('not-run')).findLast((one) => one.stage === stage.id);
  return line === undefined ? null : { by: line.by, at: line.at, note: line.reason };
}

/** Flipper's own page of each toggle, as its screens name it. */
function linksTo(base: string | null, keys: readonly string[]): Readonly<Record<string, string>> {
  if (base === null) return {};
  const root = base.replace(/\/+$/, '');
  return Object.fromEntries(keys.map((key) => [key, `${root}/features/${encodeURIComponent(key)}`]));
}
