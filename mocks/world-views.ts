import type { ContactList } from '#contract/contacts.ts';
import type { JournalEntry } from '#contract/journal.ts';
import type { StageJudging } from '#contract/judging.ts';
import type { CriterionView, RolloutItem, StageView, VerdictHistory } from '#contract/rollout.ts';
import type { Criterion, Plan, Stage } from '#domain/plan/plan.ts';
import { stagePercent } from '#domain/plan/stage-percent.ts';
import { minute } from '#domain/time/time.ts';
import type { Accept } from '#domain/verdict/accepts.ts';
import { criterionChart } from '#domain/verdict/criterion-chart.ts';
import { sayRule } from '#domain/verdict/criterion-rule.ts';
import { decisionTargets } from '#domain/verdict/decision-targets.ts';
import { gatesAfter } from '#domain/verdict/gates-after.ts';
import { criteriaOf, requiredSignals } from '#domain/verdict/required-signals.ts';
import type { Run } from '#domain/verdict/run.ts';
import type { Allotment } from '#domain/verdict/traffic-reading.ts';
import type { Verdict } from '#domain/verdict/verdict.ts';

/** The one rollout of the demo. */
export const rolloutId = 'change-of-address';

/** What was said before, newest first. */
export function historyOf(run: Run, { state, word, reason, evidence }: Verdict): VerdictHistory {
  return [{ at: run.start + 5 * minute, run: run.id, state, word, reason, evidence }];
}

/** What the toggle gives. */
export function allotmentOf(percent: number, at: number): Allotment {
  return {
    toggle: 'change_of_address',
    percent,
    everyone: false,
    percentOfActors: percent,
    percentOfTime: null,
    actors: 0,
    groups: 0,
    expression: false,
    origin: 'example',
    at,
    by: null,
    since: null,
  };
}

/** A stage as the rollout lists it. */
export function stageSummary(stage: Stage, verdict: Verdict, runs: readonly Run[]): StageView['stage'] {
  const { audience } = stage;
  return {
    id: stage.id,
    label: stage.label,
    phase: stage.phase,
    percents: audience.kind === 'percent' ? audience.percents : {},
    actors: audience.kind === 'actors' ? audience.count : null,
    off: stage.off,
    plannedStart: stage.start,
    length: stage.length,
    runs,
    verdict: { state: verdict.state, word: verdict.word, reason: verdict.reason },
  };
}

/** What comes after a stage, and what a decision about it starts from. */
export function aheadOf(
  plan: Plan,
  stage: Stage,
  log: readonly JournalEntry[],
): Pick<StageView, 'next' | 'deciding'> {
  const next = plan.stages[plan.stages.indexOf(stage) + 1];
  return {
    next: next === undefined ? null : { id: next.id, label: next.label, percent: stagePercent(next) },
    deciding: {
      decisions: log.filter((one) => one.kind === 'decision').length,
      ...decisionTargets(plan, stage),
    },
  };
}

/** The rollout as a row of the list. Nobody has taken any of its alerts. */
export function itemOf(
  plan: Plan,
  stage: Stage,
  verdict: Verdict,
  { endsAt, open }: { readonly endsAt: number | null; readonly open: number },
): RolloutItem {
  const { state, word, reason, evidence } = verdict;
  return {
    id: rolloutId,
    title: plan.title,
    toggles: plan.toggles.map((toggle) => toggle.key),
    stage: { id: stage.id, label: stage.label, percent: stagePercent(stage) },
    verdict: { state, word, reason, evidence, since: null },
    judgedThrough: verdict.judgedThrough,
    staleAfter: verdict.staleAfter,
    endsAt,
    startsAt: null,
    alerts: { open, taken: [] },
    zone: plan.zone,
    example: true,
    unreadable: null,
  };
}

/** A rollout whose plan can't be read. */
export const unreadableItem: RolloutItem = {
  id: 'broken',
  title: 'A plan with a fault',
  toggles: [],
  stage: { id: 'none', label: 'No stage', percent: null },
  verdict: {
    state: 'blind',
    word: "Can't tell",
    reason: "This plan can't be read: broken.md, line 12.",
    evidence: 'limit: "soon" is not a limit. Write a comparator, a value and a unit, such as "< 5%".',
    since: null,
  },
  judgedThrough: null,
  staleAfter: null,
  endsAt: null,
  startsAt: null,
  alerts: { open: 0, taken: [] },
  zone: 'America/New_York',
  example: true,
  unreadable: { file: 'broken.md', line: 12, reason: 'limit: "soon" is not a limit.' },
};

/** A criterion as the page draws it. */
export function criterionView(criterion: Criterion, stage: Stage): CriterionView {
  return {
    id: criterion.id,
    label: criterion.label,
    rule: sayRule(criterion, stage),
    line: criterion.line,
    chart: criterionChart(criterion, stage),
  };
}

/** What the plan asks of people; nobody has closed a gate yet. */
export function peopleOf(plan: Plan, stage: Stage): StageView['people'] {
  return {
    asks: criteriaOf(plan, stage).flatMap(({ id, label, measure }) =>
      measure.kind === 'ask' ? [{ criterion: id, label, text: measure.text, answer: measure.answer }] : [],
    ),
    gates: gatesAfter(plan, stage).map(({ text }) => ({ text, closed: null })),
    checklist: plan.checklist
      .filter((one) => one.stage === null || one.stage === stage.id)
      .map(({ stage: _stage, ...one }) => ({ ...one, done: null })),
    watch: { by: null, offered: null },
    notRun: null,
    toggleLinks: {},
    turnOff: plan.toggles.map((one) => one.key),
    notUndone: plan.notUndone,
  };
}

/** Whom to call: it is always after hours here, and no number is on file yet. */
export function contactsOf(plan: Plan): ContactList {
  return plan.contacts.map((one) => ({
    ...one,
    now: one.hours !== 'business',
    number: null,
    why: one.ref === null ? ('no ref' as const) : ('none on file' as const),
  }));
}

/** What the judge reads of the plan. The stages before have not run, and nothing is compared with the past. */
export function judgingOf(plan: Plan, stage: Stage, run: Run | null): StageJudging {
  return {
    title: plan.title,
    zone: plan.zone,
    stages: plan.stages,
    stage: stage.id,
    run,
    criteria: criteriaOf(plan, stage),
    signals: requiredSignals(plan, stage),
    past: { previousStage: null, sameHours: [], lately: [] },
  };
}

/** "We know, and we go on", said half an hour into the run. */
export function acceptsOf(start: number): readonly Accept[] {
  return [
    {
      criterion: 'statuses',
      by: 'Product owner',
      reason: 'The gateway times out for everyone today; the ticket is open.',
      at: start + 30 * minute,
      until: start + 24 * 60 * minute,
      state: 'over',
      value: 100,
    },
  ];
}
