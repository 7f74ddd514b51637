import type { SeriesIssue } from '#domain/series/series.ts';
import type { SourceFailure } from '../metric-source.ts';
import { readAs } from './datadog-answers.ts';
import type { Grid } from './datadog-columns.ts';
import { monitorAnswer } from './datadog-schema.ts';

/** A monitor's state as a number: higher is worse. Any other state says nothing, and is a gap. */
const levels: Readonly<Record<string, number>> = { OK: 0, Warn: 1, Alert: 2 };

/**
 * A monitor knows only its present state and since when it has had it: buckets before that stay gaps.
 * A muted monitor still has its state.
 */
export function monitorValues(
  text: string,
  grid: Grid,
):
  | {
      readonly ok: true;
      readonly values: readonly (number | null)[];
      readonly issues: readonly SeriesIssue[];
    }
  | SourceFailure {
  const read = readAs(monitorAnswer, text);
  if (!read.ok) return read;
  const { overall_state: state, overall_state_modified: modified, name } = read.body;
  const level = levels[state] ?? null;
  const since = Date.parse(modified ?? '');
  const last = grid.count - 1;
  const first = Number.isNaN(since) ? last : Math.max(0, Math.ceil((since - grid.from) / grid.width));
  const values = Array.from({ length: grid.count }, (_, k) => (k >= Math.min(first, last) ? level : null));
  const issues: SeriesIssue[] = [];
  if (level === null) {
    const message = `The monitor "${name ?? read.body.id}" is in state ${state}, which says neither good nor bad.`;
    issues.push({ code: 'no_data', message });
  }
  if (Object.keys(read.body.options?.silenced ?? {}).length > 0) {
    issues.push({ code: 'unknown_fields', message: 'The monitor is muted in Datadog: it alerts nobody.' });
  }
  return { ok: true, values, issues };
}
