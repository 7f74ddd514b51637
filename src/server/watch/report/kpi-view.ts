import type { KpiView } from '#contract/kpi-view.ts';
import type { Snapshot } from '#contract/report.ts';
import type { KnownAllotment } from '#domain/verdict/known-allotment.ts';
import { sayLimit } from '#domain/plan/limit.ts';
import type { Kpi } from '#domain/plan/plan.ts';
import { addsUp } from '#domain/report/adds-up.ts';
import { checkInState, type CheckIn } from '#domain/report/check-ins.ts';
import { figureNames } from '#domain/report/figure-names.ts';
import { sayName, sayOrigin, standing, type Figure } from '#domain/report/figure.ts';
import { kpiResult, type KpiResult } from '#domain/report/kpi-result.ts';
import { sayFigure } from '#domain/report/result-words.ts';
import { summarise } from '#domain/report/summary.ts';
import { checkInFigures, closing, snapshotOf, typedFigures, type Gathered } from './gather.ts';
import { cleanUpOf, evidenceOf, populationsOf, questionsOf } from './kpi-parts.ts';
import { trendsOf } from './trend-points.ts';

/** One column of the KPI table: a check-in, or the time before the launch. */
interface Column {
  readonly id: string;
  readonly label: string;
  readonly figures: ReadonlyMap<string, Figure>;
  readonly frozen: Snapshot | undefined;
  readonly soFar: boolean;
  readonly window: CheckIn['window'];
}

/** What the KPI page of a check-in shows. `live`: what a source says so far, where nothing is frozen yet. */
export function kpiViewOf(
  gathered: Gathered,
  checkIn: CheckIn,
  live: readonly Figure[] | null,
  toggles: ReadonlyMap<string, KnownAllotment>,
): KpiView {
  const { rollout, now } = gathered;
  const { plan } = rollout;
  const columns = columnsOf(gathered, checkIn, live);
  const own = columns.find((one) => one.id === checkIn.id);
  const figures = own?.figures ?? new Map<string, Figure>();
  const results = plan.kpis.map((kpi) => kpiResult(kpi, figures, plan.identities));
  const trends = trendsOf(gathered);
  const said = summarise(plan.kpis, results, trends, checkIn);
  const summary = beforeDue(checkIn, own?.soFar === true, said);
  return {
    rollout: { id: rollout.id, title: plan.title, zone: plan.zone },
    example: rollout.example,
    serverNow: now,
    checkIn: headOf(gathered, checkIn),
    all: gathered.checkIns.map((one) => {
      const { id, label, state, to } = headOf(gathered, one);
      return { id, label, state, due: to };
    }),
    summary,
    columns: columns.map(columnHead),
    kpis: plan.kpis.map((kpi) => kpiRow(kpi, columns, plan.identities)),
    figures: figureRows(gathered, figures, own?.frozen?.figures ?? live ?? []),
    identities: addsUp(plan, figures),
    trends,
    populations: populationsOf(plan, figures),
    questions: questionsOf(gathered, checkIn, summary),
    evidence: evidenceOf(gathered, checkIn, figures),
    cleanUp: cleanUpOf(gathered, toggles),
    ...historyOf(gathered, checkIn),
  };
}

/** What is said before the day must not read as if it had come. */
function beforeDue({ label, window }: CheckIn, soFar: boolean, said: string): string {
  if (window === null) return `The ${label} check-in begins with the last stage, which has not started.`;
  return soFar
    ? `So far, before the ${label} check-in is due: ${said.replace(/ one (?:week|month) after launch/, '')}`
    : said;
}

function headOf(gathered: Gathered, { id, label, window, from, ...rest }: CheckIn): KpiView['checkIn'] {
  const state = checkInState(
    { id, label, window, from, ...rest },
    closing(gathered, id) !== null,
    gathered.now,
  );
  const since = gathered.rollout.plan.stages.find((one) => one.id === from)?.label ?? null;
  return { id, label, state, from: window?.from ?? null, to: window?.to ?? null, since };
}

function historyOf(gathered: Gathered, checkIn: CheckIn): Pick<KpiView, 'snapshots' | 'closed' | 'reopened'> {
  const subject = `check-in:${checkIn.id}`;
  const closed = closing(gathered, checkIn.id);
  return {
    snapshots: gathered.snapshots
      .filter((one) => one.subject === subject && one.from === checkIn.window?.from)
      .map(({ frozenAt, why }) => ({ frozenAt, why })),
    closed: closed === null ? null : { by: closed.by, at: closed.at },
    reopened: gathered.entries.flatMap((one) =>
      one.kind === 'reopened' && one.subject === subject
        ? [{ by: one.by, at: one.at, reason: one.reason }]
        : [],
    ),
  };
}

function columnsOf(gathered: Gathered, shown: CheckIn, live: readonly Figure[] | null): readonly Column[] {
  const before = snapshotOf(gathered, 'before');
  const looks = gathered.checkIns.map((checkIn): Column => {
    const frozen = snapshotOf(gathered, `check-in:${checkIn.id}`, checkIn.window?.from);
    const soFar = frozen === undefined && checkIn.id === shown.id && live !== null;
    const measured = frozen?.figures ?? (soFar ? live : []);
    const figures = checkInFigures(gathered, checkIn, measured);
    return { id: checkIn.id, label: checkIn.label, figures, frozen, soFar, window: checkIn.window };
  });
  const typed = typedFigures(gathered, 'before');
  // A plan without signals has nothing to look back at.
  if ((before?.figures ?? []).length === 0 && typed.length === 0) return looks;
  const figures = standing([...(before?.figures ?? []), ...typed]);
  const window = before === undefined ? null : { from: before.from, to: before.to };
  return [{ id: 'before', label: 'Before launch', figures, frozen: before, soFar: false, window }, ...looks];
}

function columnHead({ id, label, frozen, soFar, window }: Column): KpiView['columns'][number] {
  const why = frozen?.why ?? (soFar ? 'so far' : null);
  return {
    id,
    label,
    frozenAt: frozen?.frozenAt ?? null,
    why,
    from: window?.from ?? null,
    to: window?.to ?? null,
  };
}

function kpiRow(
  kpi: Kpi,
  columns: readonly Column[],
  identities: readonly string[],
): KpiView['kpis'][number] {
  return {
    id: kpi.id,
    label: kpi.label,
    definition: definitionOf(kpi),
    target: kpi.target === null ? null : sayLimit(kpi.target),
    line: kpi.line,
    cells: columns.map((column) => {
      const { kpi: _kpi, about: _about, ...result } = kpiResult(kpi, column.figures, identities);
      return { column: column.id, ...result, origin: originOf(kpi, result, column.figures) };
    }),
  };
}

function definitionOf({ measure }: Kpi): string {
  if (measure === null) return 'entered by hand';
  if (measure.kind === 'ratio')
    return `${sayName(measure.numerator)} / ${/[-+]\s/.test(measure.denominator) ? `(${sayName(measure.denominator)})` : sayName(measure.denominator)}`;
  return 'signal' in measure ? `${measure.kind} of ${sayName(measure.signal)}` : measure.kind;
}

function originOf(
  { id, measure }: Kpi,
  { value }: Pick<KpiResult, 'value'>,
  figures: ReadonlyMap<string, Figure>,
): string {
  if (value === null) return '';
  const names = measure?.kind === 'ratio' ? [measure.numerator, measure.denominator] : [];
  const own = measure !== null && 'signal' in measure ? [measure.signal] : [];
  const parts = [...names.flatMap((text) => text.split(/\s[-+*/]\s/)), ...own].map((name) => name.trim());
  const used = parts.flatMap((name) => figures.get(name) ?? []);
  const all = used.length > 0 ? used : [figures.get(id)].filter((one) => one !== undefined);
  return [...new Set(all.map(sayOrigin))].join('; ');
}

function figureRows(
  gathered: Gathered,
  figures: ReadonlyMap<string, Figure>,
  measured: readonly Figure[],
): KpiView['figures'] {
  const { plan } = gathered.rollout;
  const names = new Set([...figureNames(plan), ...figures.keys()]);
  return [...names].map((name) => {
    const found = figures.get(name);
    const other = measured.find((one) => one.name === name && one.value !== null);
    const label = plan.kpis.find((one) => one.id === name)?.label ?? sayName(name);
    if (found === undefined)
      return { name, label, said: 'No number', origin: '', note: null, link: null, measured: null };
    return {
      name,
      label,
      said: sayFigure(found),
      origin: sayOrigin(found),
      note: found.note ?? found.problem,
      link: found.link,
      measured: found.origin === 'entered' && other !== undefined ? sayFigure(other) : null,
    };
  });
}
