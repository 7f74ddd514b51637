import { blankStage } from './blank-stage.ts';
import type { OverviewRow, ProseStage } from './prose-plan.ts';
import { readStageName } from './stage-name.ts';
import { daysOf, type Years } from './years.ts';

/** A stage that only an overview table names. */
export function rowStage(row: OverviewRow, years: Years): ProseStage {
  const dates = row.dates === null ? null : { range: row.dates, line: row.line, isActual: row.isActual };
  const name = readStageName(row.label);
  return {
    ...blankStage(row.label, row.line, dates, years),
    kind: name?.kind ?? 'stage',
    id: name?.id ?? null,
    percent: row.percent,
    users: row.users,
    length: row.length,
    overview: row,
    headingPercent: row.percent,
  };
}

/**
 * Joins an overview's rows with the sections for the same steps: one stage, labelled as the section,
 * whose own length, users and percent win. Rows without a section keep their place between the others.
 */
export function withOverview(
  stages: readonly ProseStage[],
  rows: readonly OverviewRow[],
  asStage: (row: OverviewRow) => ProseStage,
  years: Years,
): readonly ProseStage[] {
  if (rows.length === 0) return stages;
  const taken = new Map<ProseStage, OverviewRow>();
  const placeAfter: { readonly stage: ProseStage; readonly after: ProseStage | null }[] = [];
  let previous: ProseStage | null = null;
  const seen = new Set<string>();
  for (const row of rows) {
    const match = matching(stages, row, taken, rows);
    const isAgain = seen.has(row.label.toLowerCase());
    seen.add(row.label.toLowerCase());
    if (match !== undefined) {
      taken.set(match, row);
      previous = match;
    } else if (!isAgain) placeAfter.push({ stage: asStage(row), after: previous });
  }
  const place = (after: ProseStage | null): readonly ProseStage[] =>
    placeAfter.filter((entry) => entry.after === after).map((entry) => entry.stage);
  return [
    ...place(null),
    ...stages.flatMap((stage) => [filled(stage, taken.get(stage), years), ...place(stage)]),
  ];
}

function matching(
  stages: readonly ProseStage[],
  row: OverviewRow,
  taken: ReadonlyMap<ProseStage, OverviewRow>,
  rows: readonly OverviewRow[],
): ProseStage | undefined {
  const free = stages.filter((stage) => !taken.has(stage));
  const name = readStageName(row.label);
  const byLabel = free.find((stage) => squash(stage.label) === squash(row.label));
  const byId = free.find((stage) => stage.id !== null && stage.id === name?.id);
  const ramp = free.filter((stage) => stage.kind !== 'testing');
  const byPercent = row.percent === null ? undefined : ramp.find((stage) => stage.percent === row.percent);
  const byUsers = row.users === null ? undefined : ramp.find((stage) => stage.users === row.users);
  const isLast = row === rows.at(-1) || row.percent === 100;
  const byEnd =
    isLast && row.percent === 100
      ? ramp.find((stage) => stage.kind === 'go-live' && stage.percent === null)
      : undefined;
  const byKind = name?.kind === 'testing' ? free.find((stage) => stage.kind === 'testing') : undefined;
  return byLabel ?? byId ?? byPercent ?? byUsers ?? byEnd ?? byKind;
}

function filled(stage: ProseStage, row: OverviewRow | undefined, years: Years): ProseStage {
  if (row === undefined) return stage;
  const days =
    row.dates === null || stage.dates !== null
      ? {}
      : { ...daysOf(row.dates, row.line, years), dates: row.dates };
  return {
    ...stage,
    ...days,
    percent: stage.percent ?? row.percent,
    users: stage.users ?? row.users,
    length: stage.length ?? row.length,
    overview: row,
  };
}

function squash(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
