import type { CheckInList, KpiView } from '#contract/kpi-view.ts';
import { sayDuration } from '#domain/time/duration.ts';
import { sayInstant } from '#domain/time/zone.ts';
import type { Look } from '../../ui/state-look.ts';

type CellState = KpiView['kpis'][number]['cells'][number]['state'];
type CheckInState = CheckInList[number]['state'];

/** Word, shape and tone of a KPI's state. Only a target that is met is green. */
export const kpiLook: Readonly<Record<CellState, { readonly word: string; readonly look: Look }>> = {
  met: { word: 'Met', look: { shape: 'check', tone: 'met' } },
  'not met': { word: 'Not met', look: { shape: 'octagon', tone: 'rollback' } },
  'cannot say': { word: 'Can’t say', look: { shape: 'square', tone: 'hold' } },
  'no target': { word: 'No target', look: { shape: 'square', tone: 'hold' } },
  'no value': { word: 'Not measured', look: { shape: 'diamond', tone: 'blind' } },
};

export const checkInLook: Readonly<Record<CheckInState, { readonly word: string; readonly look: Look }>> = {
  'not started': { word: 'Not started', look: { shape: 'circle', tone: 'off' } },
  'to come': { word: 'To come', look: { shape: 'clock', tone: 'watching' } },
  due: { word: 'Due', look: { shape: 'person', tone: 'people' } },
  late: { word: 'Late', look: { shape: 'person', tone: 'people' } },
  closed: { word: 'Closed', look: { shape: 'circle', tone: 'off' } },
};

/** "July 30 to August 6, 7 days": what a check-in looks at. */
export function sayWindow(view: KpiView): string {
  const { from, to, since } = view.checkIn;
  const { zone } = view.rollout;
  if (from === null || to === null)
    return `It begins with ${since ?? 'the last stage'}, which has not started.`;
  return `It looks at ${sayDuration(to - from)} from the start of ${since ?? 'the last stage'}: ${sayInstant(from, zone)} to ${sayInstant(to, zone)}.`;
}

/** How firm a column's numbers are. */
export function sayColumn(column: KpiView['columns'][number], zone: string): string {
  const { frozenAt, why } = column;
  if (why === 'so far') return 'so far, not frozen';
  if (frozenAt === null) return 'nothing frozen';
  return `${why === 'settled' ? 'frozen after the sources had settled' : 'frozen when due'}, ${sayInstant(frozenAt, zone)}`;
}

/** What stands at the foot of each printed page: of what, and as of when. */
export function sayFoot({ rollout, checkIn, columns, example }: KpiView): string {
  const at = columns.find((one) => one.id === checkIn.id)?.frozenAt ?? null;
  const frozen = at === null ? 'Nothing is frozen yet.' : `Evidence frozen ${sayInstant(at, rollout.zone)}.`;
  return `${rollout.title}, ${checkIn.label} after launch. ${frozen}${example ? ' Example data.' : ''}`;
}
