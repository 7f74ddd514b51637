import type { Plan } from '../plan/plan.ts';
import type { Field } from '../plan/prose/field.ts';
import { sayInstant } from '../time/zone.ts';
import { sayCount, sayMs } from '../verdict/say-value.ts';
import type { Figure } from './figure.ts';
import type { StageEvidence } from './report-evidence.ts';
import { notMeasured, sayAsked, sayDownstream, sayFigure, sayParts, sayReading } from './result-words.ts';
import type { ResultValue } from './stage-results.ts';

/** The labels of the VA template and of the five plans, by what they ask for; `null` for any other. */
export function knownResult(
  plan: Plan,
  label: string,
  field: Field,
  figures: ReadonlyMap<string, Figure>,
  evidence: StageEvidence,
): Pick<ResultValue, 'value' | 'from'> | null {
  const { observations } = evidence;
  const about = (topic: string): typeof observations => observations.filter((one) => one.topic === topic);
  if (field.kind === 'unique-users')
    return { value: peopleOn(plan, figures, evidence.traffic), from: 'users' };
  if (field.kind === 'metrics') return { value: metrics(plan, evidence), from: 'criteria' };
  if (field.kind === 'downstream') return { value: sayDownstream(about('downstream')), from: 'observations' };
  if (field.kind === 'errors') return { value: errorTypes(plan, figures), from: 'signals' };
  if (/\beasy for va\b|\bva handling\b/.test(label))
    return {
      value: sayAsked(ofTopic(plan, evidence, 'easy to process', /easy for va|handling/i)),
      from: 'observations',
    };
  if (/\bcomplaints?\b/.test(label)) return { value: sayAsked(about('complaints')), from: 'observations' };
  if (/\btest cases\b|\bfixture tests\b/.test(label))
    return { value: sayAsked(aboutTests(about('test cases'), label)), from: 'observations' };
  if (/^rollbacks?\b/.test(label)) return { value: rollbacks(plan, evidence), from: 'decisions' };
  if (/\bnew sentry errors\b/.test(label))
    return { value: ofKind(plan, evidence, 'new-issues'), from: 'criteria' };
  if (/\bhighest latency\b/.test(label)) return { value: highestLatency(plan, figures), from: 'signals' };
  const status = /\b([1-5]\d\d)s? errors?\b/.exec(label)?.[1];
  return status === undefined
    ? null
    : { value: ofClass(plan, status, undefined, figures), from: `class ${status}` };
}

/** Events of one status class, from a signal asked by class. */
export function ofClass(
  plan: Plan,
  group: string,
  signal: string | undefined,
  figures: ReadonlyMap<string, Figure>,
): string {
  const inClasses = plan.criteria.flatMap(({ measure }) =>
    measure.kind === 'classes' ? [measure.signal] : [],
  );
  const grouped = plan.signals.filter((one) => one.by !== null).map((one) => one.id);
  const candidates = signal === undefined ? [...inClasses, ...grouped] : [signal];
  const found = candidates.map((id) => figures.get(id)).find((one) => one !== undefined);
  if (found === undefined || found.value === null) return notMeasured;
  const pattern = new RegExp(`^${group.replaceAll(/x/gi, '\\d').replaceAll(/[^\w\\]/g, '')}$`);
  const count = found.parts.filter(({ key }) => pattern.test(key)).reduce((sum, part) => sum + part.value, 0);
  return found.problem === null ? sayCount(count) : `at least ${sayCount(count)}`;
}

function aboutTests(observed: StageEvidence['observations'], label: string): StageEvidence['observations'] {
  const isFixture = /fixture/.test(label);
  return observed.filter((one) => /fixture/i.test(one.note) === isFixture);
}

function ofTopic(
  plan: Plan,
  { observations }: StageEvidence,
  topic: string,
  words: RegExp,
): StageEvidence['observations'] {
  const asks = plan.criteria.filter(
    ({ measure, label }) => measure.kind === 'ask' && (words.test(measure.text) || words.test(label)),
  );
  return observations.filter((one) => one.topic === topic || asks.some((ask) => ask.id === one.criterion));
}

/** Distinct people on the new path: by a signal that counts them, else by the traffic split. Requests are no people. */
export function peopleOn(
  plan: Plan,
  figures: ReadonlyMap<string, Figure>,
  traffic: StageEvidence['traffic'] = [],
): string {
  const newPath = plan.traffic.filter((one) => one.unit === 'actors').map((one) => one.newPath);
  const unique = plan.signals.filter((one) => one.kind === 'unique');
  const own = unique.find((one) => newPath.includes(one.id)) ?? (unique.length === 1 ? unique[0] : undefined);
  const found = figures.get(own?.id ?? newPath[0] ?? 'users') ?? figures.get('users');
  if (found !== undefined && found.value !== null) return sayFigure(found);
  const seen = traffic.flatMap((one) => (one.unit === 'actors' && one.onNew !== null ? [one.onNew] : []));
  return seen.length === 0 ? notMeasured : sayCount(Math.max(...seen));
}

function metrics(plan: Plan, { readings, traffic }: StageEvidence): string {
  const asked = new Set(plan.criteria.flatMap(({ id, measure }) => (measure.kind === 'ask' ? [id] : [])));
  const measured = readings.filter((one) => !asked.has(one.criterion));
  const split = traffic.flatMap((one) => (one.observed === null ? [] : [one.evidence.replace(/\.$/, '')]));
  const all = [...measured.map(sayReading), ...split];
  return all.length === 0 ? notMeasured : `${all.join('; ')}.`;
}

/** Types of errors with their counts, from the signals asked by type. */
export function errorTypes(plan: Plan, figures: ReadonlyMap<string, Figure>): string {
  const byType = plan.signals.filter(
    (one) => one.by !== null && /error|type|exception/i.test(`${one.id} ${one.by}`),
  );
  const found = byType.flatMap(({ id }) => figures.get(id) ?? []);
  return found.length === 0 ? notMeasured : found.map(sayParts).join('; ');
}

function ofKind(plan: Plan, { readings }: StageEvidence, kind: string): string {
  const own = plan.criteria.filter((one) => one.measure.kind === kind);
  const reading = readings.find((one) => own.some(({ id }) => id === one.criterion));
  return reading === undefined || reading.value === null ? notMeasured : sayCount(reading.value);
}

function highestLatency(plan: Plan, figures: ReadonlyMap<string, Figure>): string {
  const peaks = plan.signals.flatMap(({ id, kind }) =>
    kind === 'duration' ? (figures.get(id)?.highest ?? []) : [],
  );
  return peaks.length === 0 ? notMeasured : sayMs(Math.max(...peaks));
}

function rollbacks(plan: Plan, evidence: StageEvidence): string {
  if (evidence.rollbacks.length === 0) return 'none';
  return evidence.rollbacks
    .map(({ reason, at }) => `${sayInstant(at, plan.zone)}${reason === '' ? '' : `: ${reason}`}`)
    .join('; ');
}
