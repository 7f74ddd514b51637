import type { BlockCriterion, BlockKpi } from './block-schema.ts';
import { parseRhythm } from './ask-rhythm.ts';
import { parseDuration } from '../time/duration.ts';
import { parseLimit, type Limit } from './limit.ts';
import type { Baseline, Criterion, Kpi, Measure } from './plan.ts';

/** Reads one criterion; a string says what is wrong with it. */
export function readCriterion(entry: BlockCriterion, line: number): Criterion | string {
  const measures = measuresOf(entry);
  const [measure] = measures;
  if (measure === undefined) {
    return `criterion "${entry.id}" measures nothing. Give it one of ratio, count, never, average, max, slower, uptime, classes, new-issues or ask.`;
  }
  if (measures.length > 1) {
    return `criterion "${entry.id}" measures ${measures.length} things (${measures.map((m) => m.kind).join(', ')}). Keep one; write the others as criteria of their own.`;
  }
  const limit = limitFor(entry, measure);
  const problem = problemOf(entry, measure, limit);
  if (problem !== undefined) return `criterion "${entry.id}": ${problem}`;
  const limits = Object.fromEntries(
    Object.entries(entry.limits ?? {}).flatMap(([stage, text]) => {
      const read = asLimit(text);
      return read === null ? [] : [[stage, read]];
    }),
  );
  return {
    id: entry.id,
    label: entry.label ?? sentenceCase(entry.id),
    measure,
    limit,
    limits,
    breach: entry.breach ?? 'hold',
    baseline: baselineOf(entry),
    tolerance: entry.tolerance === undefined ? null : Number(entry.tolerance.slice(0, -1)),
    bursty: entry.bursty ?? false,
    watch: entry.watch ?? false,
    stages: entry.stages ?? null,
    fills: entry.fills ?? null,
    ...(entry.fault === undefined ? {} : { fault: entry.fault }),
    line,
  };
}

/** Reads one KPI. */
export function readKpi(entry: BlockKpi, line: number): Kpi {
  const [measure] = measuresOf({
    id: entry.id,
    ratio: entry.ratio,
    count: entry.count,
    average: entry.average,
  });
  return {
    id: entry.id,
    label: entry.label ?? sentenceCase(entry.id),
    measure: measure ?? null,
    target: asLimit(entry.target),
    fills: entry.fills ?? null,
    line,
  };
}

/** The ids of the signals a measure reads. */
export function signalsOf(measure: Measure): readonly string[] {
  switch (measure.kind) {
    case 'ratio':
      return [measure.numerator, measure.denominator];
    case 'count':
    case 'never':
    case 'average':
    case 'max':
    case 'slower':
    case 'new-issues':
      return [measure.signal];
    case 'uptime':
      return [measure.failed, measure.of];
    case 'downtime':
      return [measure.up];
    case 'classes':
      return [measure.signal, measure.of];
    case 'ask':
      return [];
  }
}

/** "error-rate" becomes "Error rate". */
export function sentenceCase(id: string): string {
  const words = id.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function measuresOf(entry: BlockCriterion): readonly Measure[] {
  const found: Measure[] = [];
  const { ratio, slower, uptime, classes, ask } = entry;
  if (ratio !== undefined) found.push({ kind: 'ratio', numerator: ratio[0], denominator: ratio[1] });
  for (const kind of ['count', 'never', 'average', 'max', 'new-issues'] as const) {
    const signal = entry[kind];
    if (signal !== undefined) found.push({ kind, signal });
  }
  if (slower !== undefined)
    found.push({ kind: 'slower', than: parseDuration(slower.than) ?? 0, signal: slower.of });
  if (uptime !== undefined)
    found.push('up' in uptime ? { kind: 'downtime', ...uptime } : { kind: 'uptime', ...uptime });
  if (classes !== undefined) found.push({ kind: 'classes', ...classes });
  if (ask !== undefined)
    found.push({
      kind: 'ask',
      text: ask.text,
      answer: ask.answer,
      every: parseRhythm(ask.every ?? 'decision') ?? 'once',
    });
  return found;
}

function baselineOf(entry: BlockCriterion): Baseline | null {
  if (entry.baseline === undefined) return null;
  return entry.baseline === 'control'
    ? { kind: 'control', signals: entry.control ?? {} }
    : { kind: entry.baseline };
}

/** What is wrong with how a criterion is judged: its limit, its limits per stage, its baseline. */
function problemOf(entry: BlockCriterion, measure: Measure, limit: Limit | null): string | undefined {
  if (entry.bursty === true && !sharing.has(measure.kind))
    return 'only a share (ratio, uptime or slower) can be bursty. Leave "bursty" out.';
  const baseline = baselineProblem(entry, measure, limit);
  if (baseline !== undefined || entry.baseline !== undefined) return baseline;
  const all = [limit, ...Object.values(entry.limits ?? {}).map((text) => asLimit(text))];
  return all
    .flatMap((one) => (one === null ? [] : [wrongUnit(measure, one)]))
    .find((wrong) => wrong !== undefined);
}

const sharing: ReadonlySet<Measure['kind']> = new Set(['ratio', 'uptime', 'slower']);

/** What keeps a criterion from being compared with a baseline. */
function baselineProblem(
  { baseline, control, limits }: BlockCriterion,
  measure: Measure,
  limit: Limit | null,
): string | undefined {
  if (baseline === undefined)
    return control === undefined ? undefined : 'it names control signals. Add "baseline: control".';
  if (!comparable.has(measure.kind))
    return `a ${measure.kind} cannot be compared with a baseline. Give it a limit.`;
  if ((limit !== null && limit.unit !== 'x') || limits !== undefined)
    return 'it has a limit and a baseline. Write them as two criteria; how much more than the baseline is tolerated goes in "tolerance".';
  if (baseline !== 'control') return undefined;
  const wanted = withDenominator.has(measure.kind) ? ['signal', 'of'] : ['signal'];
  const missing = wanted.filter((key) => control?.[key] === undefined);
  if (missing.length === 0) return undefined;
  return `baseline: control needs the old path's signals: control: { ${wanted.map((key) => `${key}: …`).join(', ')} }.`;
}

/** Measures that can be compared with a baseline, and those of them that are a share of a second signal. */
const comparable: ReadonlySet<Measure['kind']> = new Set([
  'ratio',
  'uptime',
  'slower',
  'count',
  'average',
  'classes',
]);
const withDenominator: ReadonlySet<Measure['kind']> = new Set(['ratio', 'uptime', 'classes']);

/** "Must never happen" is a limit of its own: exactly none. */
function limitFor(entry: BlockCriterion, measure: Measure): Limit | null {
  if (measure.kind === 'never') return { comparator: '=', value: 0, unit: 'count', within: null };
  return asLimit(entry.limit);
}

function asLimit(text: string | undefined): Limit | null {
  if (text === undefined) return null;
  const read = parseLimit(text);
  return typeof read === 'string' ? null : read;
}

function wrongUnit(measure: Measure, limit: Limit): string | undefined {
  const wanted = unitOf(measure);
  if (wanted === undefined || wanted === limit.unit) return undefined;
  const help = {
    '%': 'a percentage such as "< 5%"',
    ms: 'a length of time such as "< 200ms"',
    count: 'a number such as "< 10"',
    x: 'a ratio such as "< 1.1x"',
  };
  return `a ${measure.kind} is limited by ${help[wanted]}, not by a limit in ${limit.unit === 'count' ? 'plain numbers' : limit.unit}.`;
}

function unitOf(measure: Measure): Limit['unit'] | undefined {
  switch (measure.kind) {
    case 'ratio':
    case 'slower':
    case 'uptime':
    case 'downtime':
      return '%';
    case 'count':
    case 'never':
    case 'new-issues':
      return 'count';
    case 'average':
      return 'ms';
    case 'max':
    case 'classes':
      return undefined;
    case 'ask':
      return askUnits[measure.answer];
  }
}

const askUnits: Readonly<Record<'count' | 'share' | 'yes-no-na', Limit['unit'] | undefined>> = {
  count: 'count',
  share: '%',
  'yes-no-na': undefined,
};
