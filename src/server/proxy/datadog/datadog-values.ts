import type { SeriesGroup, SeriesIssue } from '#domain/series/series.ts';
import { failure, type SourceFailure } from '../metric-source.ts';
import type { SignalRequest } from '../signal-request.ts';
import { lay, layGroups, toMs, type Columns, type Grid } from './datadog-columns.ts';
import { mostGroups } from './datadog-query.ts';
import type { DatadogUnit } from './datadog-schema.ts';
import type { Total } from './older-endpoints.ts';

export interface Values {
  readonly ok: true;
  readonly values: readonly (number | null)[];
  readonly groups?: readonly SeriesGroup[];
  readonly total?: number | null;
  readonly issues: readonly SeriesIssue[];
}

/** The columns of an answer as a signal's buckets: laid on its grid, in its unit, with its groups. */
export function datadogValues(
  request: SignalRequest,
  grid: Grid,
  read: {
    readonly whole: Columns;
    readonly parts: Columns | null;
    readonly total: Total | null;
  },
): Values | SourceFailure {
  const laid = laidOut(request, read.whole, grid);
  if (!laid.ok) return laid;
  const groups = read.parts === null ? null : groupsOf(request, read.parts, grid);
  return {
    ...laid,
    ...(groups === null ? {} : { groups: groups.groups }),
    ...(read.total === null ? {} : { total: read.total.value }),
    issues: [...laid.issues, ...read.whole.issues, ...(groups?.issues ?? []), ...(read.total?.issues ?? [])],
  };
}

function laidOut(request: SignalRequest, whole: Columns, grid: Grid): Values | SourceFailure {
  const adds = request.kind === 'count';
  const { values, offGrid, clashes } = lay(whole.columns, grid, adds);
  if (clashes > 0) {
    const message = `The query gives several series, and a ${request.kind} needs one. Take "by" out of the query, or name the tag in the plan.`;
    return failure('bad_query', message);
  }
  const issues: SeriesIssue[] = [];
  if (offGrid > 0) {
    const message = `${offGrid} values lay between the buckets asked for and are left out.`;
    issues.push({ code: 'off_grid_points', message }, { code: 'partial_upstream', message });
  }
  const scale = scaleOf(request, whole, issues);
  if (typeof scale !== 'number') return scale;
  return { ok: true, values: times(values, scale), issues };
}

/** Factor to what Stagewatch keeps: milliseconds for durations. Notes go to `issues`. A missing unit is never guessed. */
function scaleOf(
  request: SignalRequest,
  { columns }: Columns,
  issues: SeriesIssue[],
): number | SourceFailure {
  if (columns.length === 0) return 1;
  const unit = columns.find((column) => column.unit !== null)?.unit ?? null;
  const known = toMs(unit);
  if (request.kind === 'duration') return scaleOfDuration(request, unit, known, issues);
  if (known !== null && request.kind === 'count') issues.push(notWhat('a count', unit));
  return 1;
}

function scaleOfDuration(
  request: SignalRequest,
  unit: DatadogUnit | null,
  known: number | null,
  issues: SeriesIssue[],
): number | SourceFailure {
  const planned = plannedScale(request.unit);
  if (known === null) {
    if (unit !== null && planned !== null) issues.push(notWhat('a duration', unit));
    const message = 'Datadog gives no unit of time for the query. Say unit: ms or unit: s in the plan.';
    return planned ?? failure('bad_query', message);
  }
  if (planned !== null && known !== planned) {
    const message = `Datadog gives ${unit?.name ?? 'another unit'}, and the plan says another; Datadog's is used.`;
    issues.push({ code: 'unit_changed', message });
  }
  return known;
}

/** Numbers of another kind than the plan says: they are given as they are, with a warning. */
function notWhat(kind: string, unit: DatadogUnit | null): SeriesIssue {
  const message = `Datadog gives ${unit?.name ?? 'another unit'}, and the plan reads it as ${kind}.`;
  return { code: 'unit_changed', message };
}

function times(values: readonly (number | null)[], scale: number): readonly (number | null)[] {
  return values.map((value) => (value === null ? null : value * scale));
}

function plannedScale(unit: SignalRequest['unit']): number | null {
  if (unit === null) return null;
  return unit === 's' ? 1000 : 1;
}

function groupsOf(
  request: SignalRequest,
  parts: Columns,
  grid: Grid,
): { readonly groups: readonly SeriesGroup[]; readonly issues: readonly SeriesIssue[] } {
  const scale = scaleOf(request, parts, []);
  const laid = layGroups(parts.columns, request.by ?? '', grid, request.kind === 'count');
  const groups = laid.map(({ key, values }) => ({
    key,
    values: times(values, typeof scale === 'number' ? scale : 1),
  }));
  const events = request.dataset !== null && request.dataset !== 'metrics';
  const issues = [...parts.issues];
  if (events && groups.length >= mostGroups) {
    const message = `Only the ${mostGroups} most frequent values of ${request.by ?? ''} came; others may be missing.`;
    issues.push({ code: 'truncated', message });
  }
  return { groups, issues };
}
