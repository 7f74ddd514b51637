import { squashLabel } from '../report/report-evidence.ts';
import type { Block } from './block-schema.ts';
import { fault } from './findings/fault.ts';
import { stageNamed, stepNamed, stepNames } from './name-step.ts';
import { nameHint } from './nearest-name.ts';
import type { LineOf } from './parse-block.ts';
import type { Finding, Plan } from './plan.ts';
import type { ProsePlan } from './prose/prose-plan.ts';

interface Named {
  readonly plan: Plan;
  readonly prose: ProsePlan;
  readonly block: Block;
}

/**
 * Names in the block that stand for nothing, where the rest of the plan can be watched all the same: a gate that would
 * never hold, a check-in that would never come due, a result that would never be filled in.
 */
export function unknownNames(named: Named, lineOf: LineOf): readonly Finding[] {
  return [...gates(named, lineOf), ...checkIns(named, lineOf), ...results(named, lineOf)];
}

function unknown(line: number, message: string): Finding {
  return fault('must-fix', 'name-unknown', line, message);
}

function gates({ plan, block }: Named, lineOf: LineOf): readonly Finding[] {
  return (block.gates ?? []).flatMap(({ text, before }, i) => {
    if (before === undefined || stepNamed(before, plan.stages) !== null) return [];
    const hint = nameHint(before, stepNames(plan.stages));
    return [
      unknown(
        lineOf(['gates', i]),
        `The gate "${text}" stands before "${before}", and the plan has no such stage or phase, so it would hold nothing.${hint}`,
      ),
    ];
  });
}

function checkIns({ plan, block }: Named, lineOf: LineOf): readonly Finding[] {
  return (block.checkins ?? []).flatMap(({ id, from }, i) => {
    if (from === undefined || stageNamed(from, plan.stages) !== null) return [];
    const ids = plan.stages.map((stage) => stage.id);
    return [
      unknown(
        lineOf(['checkins', i]),
        `The check-in "${id}" counts from "${from}", and the plan has no such stage, so it would never come due.${nameHint(from, ids)}`,
      ),
    ];
  });
}

function results({ plan, prose, block }: Named, lineOf: LineOf): readonly Finding[] {
  const labels = prose.fields.filter((field) => field.isResult).map((field) => field.label);
  return Object.entries(block.results ?? {}).flatMap(([label, entry]) => {
    const line = lineOf(['results', label]);
    return [
      ...resultNames(plan, label, entry).map((message) => unknown(line, message)),
      ...labelFaults(label, labels, line),
    ];
  });
}

const resultKeys = ['signal', 'criterion', 'class'];

function resultNames(plan: Plan, label: string, entry: Readonly<Record<string, string>>): readonly string[] {
  const by = `The result "${label}"`;
  const known: Readonly<Record<string, readonly string[]>> = {
    signal: plan.signals.map((one) => one.id),
    criterion: plan.criteria.map((one) => one.id),
  };
  if (Object.keys(entry).length === 0)
    return [`${by} names nothing to fill it from. Give it a signal, a criterion or a class.`];
  return Object.entries(entry).flatMap(([key, name]) => {
    if (!resultKeys.includes(key))
      return [
        `${by} is to be filled from a "${key}", which is none of its keys.${nameHint(key, resultKeys)}`,
      ];
    const names = known[key];
    if (names === undefined)
      return hasClasses(plan) ? [] : [`${by} names the class "${name}", and no signal is counted by class.`];
    return names.includes(name)
      ? []
      : [`${by} names the ${key} "${name}", which the plan does not define.${nameHint(name, names)}`];
  });
}

function hasClasses(plan: Plan): boolean {
  return (
    plan.signals.some((one) => one.by !== null) || plan.criteria.some((one) => one.measure.kind === 'classes')
  );
}

/** A plan without Results may get them later; one that has them lacks this label. */
function labelFaults(label: string, labels: readonly string[], line: number): readonly Finding[] {
  const squashed = labels.map(squashLabel);
  if (labels.length === 0 || squashed.includes(squashLabel(label))) return [];
  const hint = nameHint(squashLabel(label), [...new Set(squashed)]);
  return [
    fault(
      'look',
      'result-label-unknown',
      line,
      `No Results of the text ask for "${label}", so it would never be filled in.${hint}`,
    ),
  ];
}
