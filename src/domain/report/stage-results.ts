import type { Criterion, Plan } from '../plan/plan.ts';
import type { Field } from '../plan/prose/field.ts';
import { sayMs } from '../verdict/say-value.ts';
import { standing, type Figure } from './figure.ts';
import { squashLabel, type StageEvidence } from './report-evidence.ts';
import { knownResult, ofClass } from './known-results.ts';
import { notMeasured, sayAsked, sayFigure, sayParts, sayReading } from './result-words.ts';

/** What the Results of a stage say, label by label, and how each was found. */
export interface ResultValue {
  readonly label: string;
  readonly value: string;
  /** "error-rate", "observations", "entered": where to look. */
  readonly from: string;
}

/**
 * The values of the Results labels of one stage: by the plan's `results` map first, then by its criteria's `fills`, then by
 * the labels of the VA template and the five plans. A label that asks for an opinion, and one nobody knows, stays out.
 */
export function stageResults(
  plan: Plan,
  evidence: StageEvidence,
  fields: readonly Field[],
): readonly ResultValue[] {
  const figures = standing(evidence.figures);
  return askedFields(fields).flatMap((field): readonly ResultValue[] => {
    const label = squashLabel(field.label);
    const found =
      answered(evidence, label) ??
      mapped(plan, label, figures, evidence) ??
      filledByCriterion(plan, label, evidence) ??
      knownResult(plan, label, field, figures, evidence);
    return found === null ? [] : [{ label: field.label, ...found }];
  });
}

/** Each label once. "Metrics: " above a list of figures of its own is only their heading. */
export function askedFields(fields: readonly Field[]): readonly Field[] {
  const seen = new Set<string>();
  return fields.filter((field) => {
    const label = squashLabel(field.label);
    if (seen.has(label)) return false;
    seen.add(label);
    return !field.children.some((child) => fields.some((one) => one.entry === child));
  });
}

type Found = Pick<ResultValue, 'value' | 'from'> | null;

function answered({ answers }: StageEvidence, label: string): Found {
  const own = Object.entries(answers).find(([one]) => squashLabel(one) === label);
  return own === undefined ? null : { value: own[1], from: 'entered' };
}

/** `results: { "New 504 Errors": { class: "504" }, "Types of errors logged": { signal: types } }`. */
function mapped(
  plan: Plan,
  label: string,
  figures: ReadonlyMap<string, Figure>,
  evidence: StageEvidence,
): Found {
  const entry = Object.entries(plan.results).find(([one]) => squashLabel(one) === label);
  if (entry === undefined) return null;
  const { class: group, signal, criterion } = entry[1];
  if (group !== undefined) return { value: ofClass(plan, group, signal, figures), from: `class ${group}` };
  if (criterion !== undefined) {
    const reading = evidence.readings.find((one) => one.criterion === criterion);
    return {
      value: reading === undefined ? notMeasured : withoutLabel(sayReading(reading)),
      from: criterion,
    };
  }
  if (signal === undefined) return null;
  const found = figures.get(signal);
  if (found === undefined) return { value: notMeasured, from: signal };
  if (found.highest !== null && /\bhigh|\bmax|\bslowest|\bpeak/.test(label))
    return { value: sayMs(found.highest), from: signal };
  const asksTypes = /\btypes?\b|\bkinds?\b/.test(label) || found.parts.length > 0;
  return { value: asksTypes ? sayParts(found) : sayFigure(found), from: signal };
}

function filledByCriterion(plan: Plan, label: string, evidence: StageEvidence): Found {
  const own = plan.criteria.find(
    (one) => (one.fills !== null && squashLabel(one.fills) === label) || squashLabel(one.label) === label,
  );
  if (own === undefined) return null;
  if (own.measure.kind === 'ask') return { value: askedFor(own, evidence), from: own.id };
  const reading = evidence.readings.find((one) => one.criterion === own.id);
  if (reading === undefined) return { value: notMeasured, from: own.id };
  return { value: withoutLabel(sayReading(reading)), from: own.id };
}

function askedFor(criterion: Criterion, { observations }: StageEvidence): string {
  return sayAsked(observations.filter((one) => one.criterion === criterion.id));
}

function withoutLabel(text: string): string {
  return text.replace(/^[^:]*: /, '').replace(/^not /, 'Not ');
}
