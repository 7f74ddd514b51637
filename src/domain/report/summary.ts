import { isUpper, sayLimit } from '../plan/limit.ts';
import type { Kpi } from '../plan/plan.ts';
import { sayShare, sayValue } from '../verdict/say-value.ts';
import type { CheckIn } from './check-ins.ts';
import type { KpiResult } from './kpi-result.ts';
import { movesFrom, type Trend } from './trend.ts';

const words = ['None', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine'];

/** Whether the launch did what the plan said, in at most three sentences. Never a score. */
export function summarise(
  kpis: readonly Kpi[],
  results: readonly KpiResult[],
  trends: readonly Trend[],
  checkIn: CheckIn,
): string {
  return [judgement(kpis, results, checkIn), worsening(kpis, trends)].filter((one) => one !== '').join(' ');
}

function judgement(kpis: readonly Kpi[], results: readonly KpiResult[], checkIn: CheckIn): string {
  if (kpis.length === 0)
    return "The plan names no KPI that can be judged, so this page can't say whether the launch did what was hoped for.";
  const pairs = kpis.flatMap((kpi) => {
    const result = results.find((one) => one.kpi === kpi.id);
    return kpi.target === null || result === undefined ? [] : [{ kpi, result }];
  });
  if (pairs.length === 0) return withoutTargets(kpis, results);
  const [only] = pairs;
  if (pairs.length === 1 && only !== undefined) return `${sayOne(only)} ${sayWhen(checkIn)}.`;
  return sayMany(pairs, checkIn);
}

function withoutTargets(kpis: readonly Kpi[], results: readonly KpiResult[]): string {
  const known = results.filter((one) => one.value !== null);
  const label = (id: string): string => kpis.find((kpi) => kpi.id === id)?.label ?? id;
  const values = known.map((one) => `${label(one.kpi)}: ${sayBare(one)}.`).join(' ');
  const these = kpis.length === 1 ? 'This KPI has' : 'These KPIs have';
  return `${these} no target in the plan, so this page can't say whether ${kpis.length === 1 ? 'it was' : 'they were'} met.${values === '' ? '' : ` ${values}`}`;
}

interface Pair {
  readonly kpi: Kpi;
  readonly result: KpiResult;
}

function sayOne({ kpi, result }: Pair): string {
  const target = kpi.target === null ? '' : `its target of ${sayLimit(kpi.target)}`;
  switch (result.state) {
    case 'met':
      return `${kpi.label} meets ${target}: ${sayBare(result)}`;
    case 'not met':
      return `${kpi.label} is short of ${target}: ${sayBare(result)}`;
    case 'no value':
      return `${kpi.label} has no number, so nobody can say whether it meets ${target}`;
    case 'cannot say':
    case 'no target':
      return `${kpi.label} is ${isShort({ kpi, result }) ? 'short of' : 'inside'} ${target} as measured, ${sayBare(result)}, but not for certain,`;
  }
}

function isShort({ kpi: { target }, result: { value } }: Pair): boolean {
  if (target === null || value === null) return false;
  return isUpper(target) ? value >= target.value : value <= target.value;
}

function sayMany(pairs: readonly Pair[], checkIn: CheckIn): string {
  const of = (state: KpiResult['state']): readonly Pair[] =>
    pairs.filter((one) => one.result.state === state);
  const missed = of('not met');
  const met = of('met');
  const total = (words[pairs.length] ?? String(pairs.length)).toLowerCase();
  const count = (n: number): string => words[n] ?? String(n);
  const rest = [...of('cannot say'), ...of('no value')]
    .map((one) => `${sayOne(one).replace(/,$/, '')}.`)
    .join(' ');
  const told = [
    missed.length === 0
      ? ''
      : `${count(missed.length)} of ${total} KPIs ${missed.length === 1 ? 'is short of its target' : 'are short of their target'} ${sayWhen(checkIn)}: ${missed.map(({ kpi, result }) => `${kpi.label}, ${sayBare(result)}`).join('; ')}.`,
    met.length === 0
      ? ''
      : `${count(met.length)} of ${total} KPIs ${met.length === 1 ? 'meets its target' : 'meet their target'} ${sayWhen(checkIn)}.`,
    missed.length + met.length === 0
      ? `None of the ${total} KPIs can be told for certain ${sayWhen(checkIn)}.`
      : '',
    rest,
  ];
  return told.filter((one) => one !== '').join(' ');
}

function sayBare({ value, unit, about, events, of }: KpiResult): string {
  if (value === null) return 'not measured';
  if (events === null || of === null) return sayValue(value, unit);
  return `${sayShare(value)} (${about ? 'about ' : ''}${sayValue(events, 'count')} of ${sayValue(of, 'count')})`;
}

/** "one week after launch" */
function sayWhen({ label }: CheckIn): string {
  return `${label.replace(/^1 /, 'one ')} after launch`;
}

/** The first rate that got worse at every stage: away from its target, or upwards where it has none. */
function worsening(kpis: readonly Kpi[], trends: readonly Trend[]): string {
  for (const { kpi, label, points } of trends) {
    const target = kpis.find((one) => one.id === kpi)?.target ?? null;
    const way = target === null || isUpper(target) ? 'up' : 'down';
    const rates = points.filter((point) => point.range !== null);
    const from = movesFrom(rates, way);
    const last = rates.findLast((point) => point.kind === 'stage');
    if (from === null || last === undefined) continue;
    const moved = way === 'up' ? 'rose' : 'fell';
    return `${label} ${moved} at every stage since ${from.label}: from ${sayShare(from.value)} to ${sayShare(last.value)}.`;
  }
  return '';
}
