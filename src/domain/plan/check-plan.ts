import { sayLimit } from './limit.ts';
import type { Bound } from './beside-block.ts';
import type { Criterion, Finding, Plan, Stage } from './plan.ts';
import type { ProsePlan } from './prose/prose-plan.ts';

/**
 * The findings that can be made from what prose and block bind together, without the words of the prose. What the prose
 * says of its own stages and criteria has rules of its own.
 */
export function checkPlan({ plan, prose, tied }: Omit<Bound, 'block'>): readonly Finding[] {
  return [
    ...(prose.title === null
      ? [
          finding(
            'look',
            'title-missing',
            1,
            'The plan has no title. Start it with a line "# Name of the rollout".',
          ),
        ]
      : []),
    ...(plan.stages.length === 0
      ? [noStages()]
      : plan.stages.flatMap((stage, i) => (tied[i]?.prose === null ? stageFindings(plan, stage, i) : []))),
    ...(plan.criteria.length === 0 ? noneBound(prose) : plan.criteria.flatMap(criterionFindings)),
    ...(plan.criteria.length > 0 && plan.criteria.every((criterion) => criterion.breach !== 'roll back')
      ? [nothingRollsBack()]
      : []),
    ...unusedSignals(plan),
  ];
}

function finding(
  severity: Finding['severity'],
  code: string,
  line: number | null,
  message: string,
  of?: string,
): Finding {
  return { severity, code, line, message, ...(of === undefined ? {} : { of }) };
}

/** A plan without a single step. */
export function noStages(): Finding {
  return finding(
    'must-fix',
    'stages-missing',
    null,
    'The plan names no stages, so there is nothing to watch. Give each step a heading with its percentage, or list them under "stages" in a stagewatch block.',
  );
}

/** A plan without criteria has been told so; criteria in the text that nothing measures are still to be bound. */
function noneBound(prose: ProsePlan): readonly Finding[] {
  if (prose.criteria.length === 0) return [];
  return [
    finding(
      'look',
      'criteria-not-bound',
      null,
      'No criterion is bound to anything that measures it yet, so no stage can be shown to be good. Bind them under "criteria" in the stagewatch block.',
    ),
  ];
}

function nothingRollsBack(): Finding {
  return finding(
    'must-fix',
    'nothing-rolls-back',
    null,
    'No criterion calls for a roll back, so the worst this plan can say is hold. Give at least one criterion "breach: roll back".',
  );
}

function stageFindings(plan: Plan, stage: Stage, index: number): readonly Finding[] {
  const last = index === plan.stages.length - 1;
  const found: Finding[] = [];
  if (stage.length === null && !stage.off) {
    found.push(
      finding(
        last ? 'note' : 'must-fix',
        'stage-length-missing',
        stage.line,
        `${stage.label} has no length of time, so nobody can say when a decision is due. Give it a "length".`,
      ),
    );
  }
  if (stage.audience.kind === 'unknown' && !stage.off) {
    found.push(
      finding(
        'must-fix',
        'stage-percent-missing',
        stage.line,
        `${stage.label} does not say who gets it. Give it a "percent" or a number of "actors".`,
      ),
    );
  }
  return found;
}

function criterionFindings(criterion: Criterion): readonly Finding[] {
  const { measure } = criterion;
  if (criterion.watch || criterion.limit !== null || Object.keys(criterion.limits).length > 0)
    return gapFindings(criterion);
  if (criterion.baseline !== null || (measure.kind === 'ask' && measure.answer === 'yes-no-na')) return [];
  return [
    finding(
      'must-fix',
      'limit-missing',
      criterion.line,
      `"${criterion.label}" has no limit, so it can neither pass nor fail. Give it a "limit", or "watch: true" to watch it without one.`,
      criterion.id,
    ),
  ];
}

/** A limit no number of requests can show to be kept: 0 % or 100 % on the wrong side. */
function gapFindings(criterion: Criterion): readonly Finding[] {
  const { limit, measure } = criterion;
  if (limit === null || measure.kind !== 'ratio') return [];
  const never =
    (limit.comparator === '<' && limit.value === 0) || (limit.comparator === '>' && limit.value === 1);
  return never
    ? [
        finding(
          'must-fix',
          'limit-impossible',
          criterion.line,
          `"${criterion.label}" can never be ${sayLimit(limit)}. Check the number.`,
          criterion.id,
        ),
      ]
    : [];
}

function unusedSignals(plan: Plan): readonly Finding[] {
  const used = JSON.stringify([
    plan.criteria,
    plan.traffic,
    plan.kpis,
    plan.results,
    plan.signals.map((s) => [s.weight, s.heartbeat]),
  ]);
  return plan.signals
    .filter(
      (signal) =>
        !used.includes(JSON.stringify(signal.id)) &&
        !plan.identities.some((text) => text.includes(signal.id)),
    )
    .map((signal) =>
      finding(
        'note',
        'signal-unused',
        signal.line,
        `Nothing uses the signal "${signal.id}". Bind it to a criterion, or leave it out.`,
        signal.id,
      ),
    );
}
