import type { BlockCriterion } from '#domain/plan/block-schema.ts';
import { keeps, parseLimit, type Limit } from '#domain/plan/limit.ts';
import type { Finding } from '#domain/plan/plan.ts';
import { readCriterion } from '#domain/plan/read-criterion.ts';
import { slugOf } from '#domain/plan/slug.ts';
import type { Understood } from '#domain/plan/understood.ts';

export type ReadPlan = Extract<Understood, { readonly ok: true }>;
export type ReadCriterion = ReadPlan['criteria'][number];

/** "We read 6 stages, 7 criteria, 1 toggle, 0 contacts. 4 things must be fixed before the first stage; 9 need a look." */
export function sayRead(plan: ReadPlan): string {
  const criteria = Math.max(plan.criteria.length, plan.bound.length);
  const must = plan.findings.filter((one) => one.severity === 'must-fix').length;
  const look = plan.findings.filter((one) => one.severity === 'look').length;
  const read = [
    count(plan.stages.length, 'stage', 'stages'),
    count(criteria, 'criterion', 'criteria'),
    count(plan.toggles.length, 'toggle', 'toggles'),
    count(plan.contacts.length, 'contact', 'contacts'),
  ].join(', ');
  const faults =
    must === 0
      ? 'Nothing must be fixed before the first stage'
      : `${count(must, 'thing', 'things')} must be fixed before a stage can be ready`;
  return `We read ${read}. ${faults}; ${look === 0 ? 'nothing needs' : `${look} ${look === 1 ? 'needs' : 'need'}`} a look.`;
}

function count(n: number, one: string, many: string): string {
  return `${n} ${n === 1 ? one : many}`;
}

/** The findings as a list to paste into a ticket. */
export function findingsAsMarkdown(title: string, findings: readonly Finding[]): string {
  const lines = findings.map((one) => {
    const where = one.line === null ? '' : ` (line ${one.line})`;
    return `- [ ] **${one.severity}**${where}: ${one.message}`;
  });
  return [`## Findings in ${title}`, '', ...lines, ''].join('\n');
}

/** The findings of one stage: those on its lines, up to the next stage's. */
export function findingsOf(plan: ReadPlan, stage: string): readonly Finding[] {
  if (stage === '') return plan.findings;
  const lines = plan.stages.flatMap((one) => one.proseLine ?? []).toSorted((a, b) => a - b);
  const from = plan.stages.find((one) => one.id === stage)?.proseLine ?? null;
  if (from === null) return [];
  const to = lines.find((line) => line > from) ?? Number.MAX_SAFE_INTEGER;
  return plan.findings.filter((one) => one.line !== null && one.line >= from && one.line < to);
}

/** The ways a person can bind a criterion, in their own words. */
export const bindings = [
  { kind: 'ratio', label: 'A share: failed of all', signals: 2, hint: 'such as < 5%' },
  { kind: 'count', label: 'A count', signals: 1, hint: 'such as < 10 in any 10m, or < 3 per 1h' },
  { kind: 'average', label: 'An average time', signals: 1, hint: 'such as < 200ms' },
  { kind: 'max', label: 'The highest time', signals: 1, hint: 'such as < 5s' },
  { kind: 'never', label: 'Something that must never happen', signals: 1, hint: null },
  { kind: 'ask', label: 'A question people answer', signals: 0, hint: 'such as = 0, or >= 90%' },
] as const;
type Binding = (typeof bindings)[number]['kind'];

export interface BindDraft {
  readonly kind: Binding;
  readonly signals: readonly string[];
  readonly limit: string;
  readonly breach: 'roll back' | 'hold';
  readonly watch: boolean;
  /** What it is compared with instead of a limit; `null` for a limit. */
  readonly against: Against | null;
}

/** A baseline as a person chooses it: what "constant" is compared with, and how close is close. */
export interface Against {
  readonly baseline: NonNullable<BlockCriterion['baseline']>;
  /** "1.25": how many times as much is tolerated. */
  readonly tolerance: string;
  /** The old path's own signals, for `control`. */
  readonly control: readonly string[];
}

export const baselines = [
  ['control', 'the old path at the same time'],
  ['previous stage', 'the stage before'],
  ['before launch', 'the time before launch'],
] as const satisfies readonly (readonly [Against['baseline'], string])[];

/** What can be compared with a baseline here. */
export function isComparable(kind: Binding): boolean {
  return kind === 'ratio' || kind === 'count' || kind === 'average';
}

/** What keeps a criterion from being bound, and which part of its form that is: the ending of the field's id. */
export interface Unbound {
  readonly part: 'kind' | 'signal-0' | 'signal-1' | 'limit' | 'tolerance' | 'old';
  readonly says: string;
}

/** Whether the criterion could not be bound. */
export function isUnbound(one: object): one is Unbound {
  return 'says' in one;
}

/** The block's entry for a criterion of the prose, or what is missing for one. */
export function bindCriterion(
  criterion: ReadCriterion,
  draft: BindDraft,
  taken: readonly string[],
): BlockCriterion | Unbound {
  const against = isComparable(draft.kind) ? draft.against : null;
  const compared = against === null ? {} : baselineOf(draft.kind, against);
  if (isUnbound(compared)) return compared;
  const limit = against === null ? draft.limit.trim() : '';
  if (limit !== '') {
    const read = parseLimit(limit);
    if (typeof read === 'string') return { part: 'limit', says: read };
  }
  const measure = measureOf(criterion, draft);
  if (isUnbound(measure)) return measure;
  const shown = criterion.text.length > 80 ? `${criterion.text.slice(0, 79).trimEnd()}…` : criterion.text;
  const entry: BlockCriterion = {
    id: freeId(criterion.text, taken),
    label: shown,
    line: criterion.line,
    ...measure,
    ...compared,
    ...(limit === '' || draft.kind === 'never' ? {} : { limit }),
    ...(draft.watch ? { watch: true } : { breach: draft.breach }),
  };
  // What the reader would refuse is said here, before it makes the plan unreadable.
  const read = readCriterion(entry, criterion.line);
  return typeof read === 'string' ? { part: 'kind', says: read } : entry;
}

/** The block's words for a baseline, or what is missing for one. */
function baselineOf(
  kind: Binding,
  { baseline, tolerance, control }: Against,
): Partial<BlockCriterion> | Unbound {
  const times = tolerance.trim().replace(/x$/, '');
  if (!/^\d+(?:\.\d+)?$/.test(times) || Number(times) === 0)
    return { part: 'tolerance', says: 'Say how many times as much is tolerated, such as 1.25.' };
  const compared = { baseline, tolerance: `${times}x` };
  if (baseline !== 'control') return compared;
  const [signal = '', of = ''] = control;
  if (signal === '' || (kind === 'ratio' && of === ''))
    return { part: 'old', says: 'Choose the old path’s own signals.' };
  return { ...compared, control: kind === 'ratio' ? { signal, of } : { signal } };
}

/** How a criterion is most likely measured, by the unit of its limit. */
export function likelyBinding(criterion: ReadCriterion): Binding {
  const limit = criterion.written === null ? null : parseLimit(criterion.written);
  if (limit === null || typeof limit === 'string') return 'ratio';
  if (limit.unit === 'ms') return 'average';
  return limit.unit === 'count' ? 'count' : 'ratio';
}

function measureOf(
  criterion: ReadCriterion,
  { kind, signals }: BindDraft,
): Partial<BlockCriterion> | Unbound {
  const [first = '', second = ''] = signals;
  if (kind === 'ask') {
    const answer = criterion.limit?.includes('%') === true ? ('share' as const) : ('count' as const);
    return { ask: { text: criterion.text, answer } };
  }
  if (first === '')
    return {
      part: 'signal-0',
      says: 'Choose the signal it is measured by. Add one under "Signals" first, if there is none.',
    };
  if (kind !== 'ratio') return { [kind]: first };
  if (second === '' || second === first)
    return { part: 'signal-1', says: 'Choose two signals: what failed, and all there was.' };
  return { ratio: [first, second] };
}

function freeId(text: string, taken: readonly string[]): string {
  const words = slugOf(text)
    .split('-')
    .slice(0, 5)
    .join('-')
    .replace(/^\d+-?/, '');
  const base = words === '' ? 'criterion' : words;
  let id = base;
  for (let n = 2; taken.includes(id); n++) id = `${base}-${n}`;
  return id;
}

/** What a week of hours says about a share: its middle, its worst, and how often a limit would have fired. */
export interface PastWeek {
  readonly hours: number;
  readonly typical: number | null;
  readonly worst: number | null;
}

/** Hour by hour: part over whole. An hour without traffic says nothing. */
export function sharesByHour(
  part: readonly (number | null)[],
  whole: readonly (number | null)[],
): readonly number[] {
  return whole.flatMap((all, i) => {
    const some = part[i] ?? null;
    return all === null || all === 0 || some === null ? [] : [some / all];
  });
}

/** @param isUpper whether more is worse, as with failures; else less is, as with successes */
export function pastWeek(shares: readonly number[], isUpper: boolean): PastWeek {
  const sorted = shares.toSorted((a, b) => a - b);
  return {
    hours: shares.length,
    typical: sorted[Math.floor(sorted.length / 2)] ?? null,
    worst: sorted.at(isUpper ? -1 : 0) ?? null,
  };
}

/** Hours of last week on the wrong side of a limit. */
export function hoursOver(shares: readonly number[], limit: Limit): number {
  return shares.filter((share) => !keeps(limit, share)).length;
}

/** "1.3%" */
export function sayShare(share: number): string {
  return `${Number((share * 100).toPrecision(2))}%`;
}
