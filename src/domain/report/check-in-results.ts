import type { Plan } from '../plan/plan.ts';
import type { Field } from '../plan/prose/field.ts';
import type { Figure } from './figure.ts';
import type { KpiResult } from './kpi-result.ts';
import { squashLabel } from './report-evidence.ts';
import type { ResultValue } from './stage-results.ts';
import { errorTypes, peopleOn } from './known-results.ts';

/** What is known at a check-in. */
export interface CheckInEvidence {
  readonly figures: ReadonlyMap<string, Figure>;
  readonly kpis: readonly KpiResult[];
  /** What people wrote for a label, by the label. */
  readonly answers: Readonly<Record<string, string>>;
}

/**
 * The values of a check-in's labels. What asks for an opinion (changes needed, trouble on VA's side) is filled with what a
 * person answered, and stays blank until then.
 */
export function checkInResults(
  plan: Plan,
  evidence: CheckInEvidence,
  fields: readonly Field[],
): readonly ResultValue[] {
  const seen = new Set<string>();
  return fields.flatMap((field): readonly ResultValue[] => {
    const label = squashLabel(field.label);
    if (seen.has(label)) return [];
    seen.add(label);
    const own = Object.entries(evidence.answers).find(([one]) => squashLabel(one) === label);
    if (own !== undefined) return [{ label: field.label, value: own[1], from: 'entered' }];
    const found = known(plan, evidence, field);
    return found === null ? [] : [{ label: field.label, ...found }];
  });
}

function known(
  plan: Plan,
  evidence: CheckInEvidence,
  field: Field,
): Pick<ResultValue, 'value' | 'from'> | null {
  const { figures, kpis } = evidence;
  if (field.kind === 'unique-users') return { value: peopleOn(plan, figures), from: 'users' };
  if (field.kind === 'errors') return { value: errorTypes(plan, figures), from: 'signals' };
  const kpi = plan.kpis.find((one) => isAbout(field, one.fills, one.label));
  const result = kpis.find((one) => one.kpi === kpi?.id);
  return result === undefined ? null : { value: result.said, from: result.kpi };
}

/** A KPI fills the label it names, or the one that asks for it by its own name. */
function isAbout(field: Field, fills: string | null, label: string): boolean {
  if (fills !== null) return squashLabel(fills) === squashLabel(field.label);
  const words = `${squashLabel(field.label)} ${squashLabel(field.inline)}`;
  return field.kind === 'kpi' && words.includes(squashLabel(label));
}
