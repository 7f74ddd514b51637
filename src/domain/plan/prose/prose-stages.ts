import { blankStage } from './blank-stage.ts';
import type { Entry } from './entry.ts';
import { readFields, type Field } from './field.ts';
import { readLength } from './length-text.ts';
import { rowStage, withOverview } from './merge-overview.ts';
import { readPercents } from './percent-text.ts';
import type { OverviewRow, ProseStage } from './prose-plan.ts';
import { mayHoldRamp, rampBullets, rampClauses, type RampStep } from './ramp-lists.ts';
import { isStep, stageCandidates, type Candidate } from './stage-candidates.ts';
import { readStageName } from './stage-name.ts';
import { stageResults } from './stage-results.ts';
import type { Section } from './section.ts';
import { fieldPercent, plannedLength, plannedUsers, stageDates, type StageDates } from './stage-values.ts';
import { collectYears, daysOf, type Years } from './years.ts';

/** More stages than any ramp has. */
const most = 200;

/** Reads the ramp in the plan's own order, from headings, bullets, clauses and overview tables. */
export function readStages(
  sections: readonly Section[],
  overview: readonly OverviewRow[],
  entries: readonly Entry[],
): readonly ProseStage[] {
  const years = collectYears(entries);
  const candidates = stageCandidates(sections);
  const read = candidates.flatMap((candidate) => stagesOf(candidate, years));
  const hasRamp = read.some((stage) => stage.kind === 'stage' || stage.kind === 'phase');
  const loose = hasRamp || overview.length > 0 ? [] : looseStages(sections, candidates, years);
  const ordered = oneGoLive([...read, ...loose])
    .toSorted((a, b) => a.line - b.line)
    .slice(0, most);
  const dated = withPhaseDates(ordered, candidates, sections, years);
  return withOverview(dated, overview, (row) => rowStage(row, years), years);
}

function stagesOf(candidate: Candidate, years: Years): readonly ProseStage[] {
  const { name, section, parts } = candidate;
  if (name.kind === 'phase' && !candidate.isGroup) {
    const entries = parts.flatMap((part) => part.entries);
    const bullets = rampBullets(entries);
    const steps = bullets.length > 0 ? bullets : rampClauses(entries, section.heading.text);
    if (steps.length > 0) return steps.map((step) => stepStage(step, section, candidate, years));
  }
  return isStep(candidate) ? [sectionStage(candidate, years)] : [];
}

function sectionStage(candidate: Candidate, years: Years): ProseStage {
  const { name, section, parts, fields } = candidate;
  const label = section.heading.text.replace(/\s*:\s*$/, '');
  const entries = parts.flatMap((part) => part.entries);
  const heading = readPercents(label);
  const inField = fieldPercent(fields, entries);
  const dates = stageDates(
    fields,
    entries.filter((entry) => !isResultNote(entry, fields)),
    label,
    section.heading.line,
    entries,
  );
  const tracking = fields.find((field) => field.kind === 'tracking' && !field.isResult);
  const headingPercent = name.kind === 'testing' ? null : heading.single;
  return {
    ...blankStage(label, section.heading.line, dates, years),
    phase: phaseOf(section),
    kind: name.kind,
    id: name.id,
    endLine: Math.max(section.heading.endLine, ...entries.map((entry) => entry.endLine)),
    percent: headingPercent ?? inField,
    users: plannedUsers(fields, label),
    length: plannedLength(fields) ?? proseLength(entries, fields) ?? readLengthIn(label),
    tracking: tracking?.entry.links[0] ?? tracking?.children.flatMap((child) => child.links)[0] ?? null,
    results: stageResults(fields),
    fields,
    entries,
    headingPercent,
    fieldPercent: inField,
  };
}

function stepStage(
  step: RampStep,
  section: Section | null,
  group: Candidate | null,
  years: Years,
): ProseStage {
  const own = group === null ? [] : nestedBelow(group.parts, step.entry);
  const dates = stageDates([], own, step.words, step.entry.line);
  const shared =
    section === null
      ? null
      : readLengthIn(/\beach\b/i.test(section.heading.text) ? section.heading.text : '');
  return {
    ...blankStage(step.label, step.entry.line, dates, years),
    phase: section === null ? null : section.heading.text,
    kind: step.isGoLive ? 'go-live' : 'stage',
    id: readStageName(step.label)?.id ?? null,
    endLine: own.at(-1)?.endLine ?? step.entry.endLine,
    percent: step.percent,
    users: plannedUsers([], step.words),
    length: readLengthIn(step.words) ?? shared,
    entries: [step.entry, ...own],
    fields: readFields(own, () => false),
    headingPercent: step.percent,
  };
}

function looseStages(
  sections: readonly Section[],
  candidates: readonly Candidate[],
  years: Years,
): readonly ProseStage[] {
  const inStage = new Set(candidates.filter((one) => one.name.kind !== 'phase').flatMap((one) => one.parts));
  const open = sections.filter(
    (section) => !inStage.has(section) && (mayHoldRamp(section) || section.level === 0),
  );
  for (const section of open) {
    const bullets = rampBullets(section.entries);
    if (bullets.length > 0)
      return bullets.map((step) => stepStage(step, section.level === 0 ? null : section, null, years));
  }
  for (const section of open) {
    const clauses = rampClauses(section.entries, null);
    if (clauses.length > 0) return clauses.map((step) => stepStage(step, null, null, years));
  }
  return [];
}

/** A single day given for a phase or the rollout is the start of its first stage; a range is no stage's. */
function withPhaseDates(
  stages: readonly ProseStage[],
  candidates: readonly Candidate[],
  sections: readonly Section[],
  years: Years,
): readonly ProseStage[] {
  const starts = new Map<ProseStage, StageDates>();
  for (const field of groupFields(new Set(stages.map((stage) => stage.line)), candidates, sections)) {
    const first = stages.find((stage) => stage.line > field.line && stage.kind !== 'testing');
    const isNear =
      first !== undefined &&
      stages.every(
        (stage) =>
          stage === first ||
          stage.line > first.line ||
          stage.endLine < field.line ||
          stage.kind === 'testing',
      );
    const dates = stageDates([{ ...field, isResult: false }], [], '', field.line);
    if (
      first === undefined ||
      !isNear ||
      first.dates !== null ||
      dates === null ||
      dates.range.end !== null ||
      dates.range.isOpen
    )
      continue;
    if (!starts.has(first)) starts.set(first, dates);
  }
  return stages.map((stage) => {
    const dates = starts.get(stage);
    if (dates === undefined) return stage;
    return {
      ...stage,
      ...daysOf(dates.range, dates.line, years),
      dates: dates.range,
      isActual: dates.isActual,
    };
  });
}

/** Date fields and headings that stand outside every stage. */
function groupFields(
  lines: ReadonlySet<number>,
  candidates: readonly Candidate[],
  sections: readonly Section[],
): readonly Field[] {
  const own = new Set(
    candidates
      .filter((candidate) => isStep(candidate) && lines.has(candidate.section.heading.line))
      .flatMap((candidate) => candidate.parts),
  );
  return sections
    .flatMap((section) => (own.has(section) ? [] : [[asLine(section.heading)], section.entries]))
    .flatMap((entries) => readFields(entries, () => false))
    .filter(
      (field) =>
        ['date', 'actual-date', 'date-or-length'].includes(field.kind) &&
        !/updated|due|review|meeting/i.test(field.label),
    );
}

/** Some plans put a field into a heading ("#### Desired date: April 8"). */
function asLine(heading: Entry): Entry {
  return { ...heading, kind: 'line' };
}

/** "…, then go live at 100%" and a Go Live section are one step, labelled as the section. */
function oneGoLive(stages: readonly ProseStage[]): readonly ProseStage[] {
  const section = stages.find(
    (stage) => stage.kind === 'go-live' && stage.fields.length > 0 && stage.percent === null,
  );
  const clause = stages.find(
    (stage) => stage.kind === 'go-live' && stage !== section && stage.fields.length === 0,
  );
  if (section === undefined || clause === undefined) return stages;
  const joined = { ...section, percent: clause.percent };
  return stages.filter((stage) => stage !== clause).map((stage) => (stage === section ? joined : stage));
}

function phaseOf(section: Section): string | null {
  return (
    section.path.findLast((outer) => readStageName(outer.heading.text)?.kind === 'phase')?.heading.text ??
    null
  );
}

/** "Let it run for 24 hours": a length in the stage's own words. */
function proseLength(entries: readonly Entry[], fields: readonly Field[]) {
  if (fields.some((field) => field.kind === 'length' && !field.isResult)) return null;
  const told = entries.find(
    (entry) =>
      (entry.kind === 'item' || entry.kind === 'line') &&
      /^\W*(?:~?\d+(?:\.\d+)?\s*%\s+of\s+\w+|let (?:it )?run|run|monitor|hold|keep|soak|leave|wait|bake|stay)\b.{0,60}\b(?:for|at least)\b/i.test(
        entry.text,
      ) &&
      readLength(entry.text) !== null,
  );
  return told === undefined ? null : readLength(told.text);
}

function readLengthIn(label: string) {
  const length = readLength(label);
  return length !== null && /\d|\bone\b|\btwo\b|\ba\b/.test(length.text) ? length : null;
}

function isResultNote(entry: Entry, fields: readonly Field[]): boolean {
  return fields.some(
    (field) =>
      field.isResult && field.kind !== 'other' && (field.entry === entry || field.children.includes(entry)),
  );
}

function nestedBelow(parts: readonly Section[], parent: Entry): readonly Entry[] {
  const entries = parts.find((part) => part.entries.includes(parent))?.entries ?? [];
  const from = entries.indexOf(parent) + 1;
  const rest = entries.slice(from);
  const end = rest.findIndex((entry) => entry.indent <= parent.indent);
  return end < 0 ? rest : rest.slice(0, end);
}
