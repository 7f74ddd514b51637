import { resultFields } from '../plan/fill-results.ts';
import { findBlocks } from '../plan/find-block.ts';
import type { Plan } from '../plan/plan.ts';
import type { ProsePlan, ProseStage } from '../plan/prose/prose-plan.ts';
import type { EpochMs } from '../time/time.ts';
import { sayDay, sayInstant, sayTime, utcClock } from '../time/zone.ts';
import type { ReportEvidence } from './build-sections.ts';
import type { CheckIn } from './check-ins.ts';
import { checkInLine, proseStageOf, type PlanText } from './match-sections.ts';
import type { RollbackRecord, StageEvidence } from './report-evidence.ts';

interface Insertion {
  /** After this line. */
  readonly after: number;
  readonly lines: readonly string[];
}

const stageLabels = [
  'Number of unique users',
  'Metrics at this stage',
  'Was any downstream service affected by the change?',
  'Types of errors logged',
  'Call center complaints',
  'Rollbacks',
];

/**
 * Adds the sections a plan lacks, blank: Results of the stages that have run, of earlier attempts, of the check-ins that
 * are due; and the record of each roll back, which is pasted filled in at the bottom of its stage. Only on request.
 */
export function withMissingSections(markdown: string, text: PlanText, evidence: ReportEvidence): string {
  const end = endOfProse(markdown);
  const insertions = [
    ...missingResults(text, evidence, end),
    ...evidence.stages.flatMap((one) => missingAttempt(text, evidence, one)),
    ...evidence.stages.flatMap((one) => missingRollbacks(text, one, end)),
    ...missingCheckIns(text, evidence, end),
  ];
  return inserted(markdown, insertions);
}

/** The last line before the stagewatch block, or of the file. */
function endOfProse(markdown: string): number {
  const [block] = findBlocks(markdown);
  return block === undefined ? markdown.split(/\r\n|\r|\n/).length : block.firstLine - 2;
}

function missingResults(text: PlanText, { stages }: ReportEvidence, end: number): readonly Insertion[] {
  const { plan, prose } = text;
  const ran = plan.stages.filter((stage) => stages.some((one) => one.stage === stage.id));
  const apart: string[] = [];
  const own = ran.flatMap((stage): readonly Insertion[] => {
    const there = proseStageOf(text, stage.id);
    if (there !== null && resultFields(prose, there.line).length > 0) return [];
    if (hasHeading(prose, `Results of ${stage.label}`)) return [];
    const depth = there === null ? 0 : headingDepth(prose, there);
    if (there === null || depth === 0) {
      apart.push('', `### Results of ${stage.label}`, '', ...stageLabels.map((label) => `- ${label}:`));
      return [];
    }
    return [
      { after: there.endLine, lines: ['', `${'#'.repeat(Math.min(6, depth + 1))} Results`, '', ...blank()] },
    ];
  });
  const title = hasHeading(prose, 'Results') ? [] : ['', '## Results'];
  return apart.length === 0 ? own : [...own, { after: end, lines: [...title, ...apart] }];
}

function blank(): readonly string[] {
  return stageLabels.map((label) => `- ${label}:`);
}

function headingDepth(prose: ProsePlan, stage: ProseStage): number {
  return prose.entries.find((one) => one.line === stage.line && one.kind === 'heading')?.depth ?? 0;
}

function hasHeading(prose: ProsePlan, text: string): boolean {
  return prose.sections.some(({ heading }) => heading.text.trim().toLowerCase() === text.toLowerCase());
}

/** Heading of the Results of an attempt that was not the last. */
export function attemptHeading({ label, run }: StageEvidence): string {
  return `Results of ${label}, attempt ${run.attempt}`;
}

function missingAttempt(
  text: PlanText,
  { stages }: ReportEvidence,
  one: StageEvidence,
): readonly Insertion[] {
  const isNewest = stages.findLast((other) => other.stage === one.stage) === one;
  if (isNewest || hasHeading(text.prose, attemptHeading(one))) return [];
  const there = proseStageOf(text, one.stage);
  const depth = there === null ? 0 : headingDepth(text.prose, there);
  if (there === null || depth === 0) return [];
  return [
    {
      after: there.endLine,
      lines: ['', `${'#'.repeat(Math.min(6, depth + 1))} ${attemptHeading(one)}`, '', ...blank()],
    },
  ];
}

/** The template's five fields, for a roll back that the plan does not tell of yet. */
function missingRollbacks(text: PlanText, one: StageEvidence, end: number): readonly Insertion[] {
  const { plan, prose } = text;
  const told = prose.entries.map((entry) => entry.text).filter((line) => !isField.test(line));
  return one.rollbacks
    .filter((record) => !told.some((line) => tellsOf(line, record.at, plan.zone)))
    .map((record) => ({
      after: proseStageOf(text, one.stage)?.endLine ?? end,
      lines: ['', ...rollbackLines(record, plan.zone)],
    }));
}

/** The stage's own field sums its roll backs up; it doesn't tell of them. */
const isField = /^rollbacks?\s*:/i;

/** Whether a line names this minute; whether it names the day in UTC too is a matter of when it was written. */
function tellsOf(line: string, at: EpochMs, zone: string): boolean {
  return (
    line.includes(`${sayDay(at, zone)}, ${sayTime(at, zone)} (`) && line.includes(`${utcClock(at)} UTC)`)
  );
}

/** One roll back in the template's own five fields. */
export function rollbackLines(record: RollbackRecord, zone: string): readonly string[] {
  const { reason, at, severity, tickets, resolved } = record;
  return [
    `- Rollback reason: ${reason === '' ? 'not stated' : oneLine(reason)}`,
    `  - Date: ${sayInstant(at, zone)}`,
    `  - Severity/Impact: ${severity === '' ? 'not stated' : oneLine(severity)}`,
    `  - Ticket(s) created to address: ${tickets.length === 0 ? 'none' : tickets.map(oneLine).join(', ')}`,
    `  - [${resolved === null ? ' ' : 'x'}] Has the issue been resolved?${resolved === null ? '' : ` ${oneLine(resolved)}`}`,
  ];
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function missingCheckIns(
  { plan, prose }: PlanText,
  { checkIns }: ReportEvidence,
  end: number,
): readonly Insertion[] {
  const lacking = checkIns.map((one) => one.checkIn).filter((one) => checkInLine(prose, one) === null);
  if (lacking.length === 0) return [];
  const title = hasHeading(prose, 'Post-launch metrics') ? [] : ['', '## Post-launch metrics'];
  return [{ after: end, lines: [...title, ...lacking.flatMap((one) => checkInBlank(plan, one))] }];
}

function checkInBlank(plan: Plan, checkIn: CheckIn): readonly string[] {
  return [
    '',
    `### ${checkIn.id} results`,
    '',
    '- Number of unique users:',
    ...plan.kpis.map((kpi, i) => `- ${kpi.fills ?? `Post-launch KPI ${i + 1} actual`} (${kpi.label}):`),
    '- Any issues with VA handling/processing?: [PICK_ONE]: yes | no | N/A',
    '- Types of errors logged:',
  ];
}

/** Puts lines after others, in the file's own line endings; everything else keeps its bytes. */
function inserted(markdown: string, insertions: readonly Insertion[]): string {
  if (insertions.length === 0) return markdown;
  const eol = /\r\n|\n|\r/.exec(markdown)?.[0] ?? '\n';
  const lines = withShiftedLines(markdown.split(/(?<=\r\n|\n|\r(?!\n))/), insertions, markdown);
  const after = (n: number): readonly string[] =>
    insertions.filter((one) => Math.min(one.after, lines.length) === n).flatMap((one) => one.lines);
  return lines
    .map((line, i) => {
      const added = after(i + 1).map((one) => `${one}${eol}`);
      const closed = added.length === 0 || /[\r\n]$/.test(line) ? line : `${line}${eol}`;
      return closed + added.join('');
    })
    .join('');
}

/** The block ties stages to lines of the prose: what moves down takes its number along. */
function withShiftedLines(
  lines: readonly string[],
  insertions: readonly Insertion[],
  markdown: string,
): readonly string[] {
  const [block] = findBlocks(markdown);
  if (block === undefined) return lines;
  const last = block.firstLine + block.text.split('\n').length;
  const shifted = (line: number): number =>
    insertions.reduce((sum, one) => (one.after < line ? sum + one.lines.length : sum), line);
  return lines.map((line, i) =>
    i + 1 < block.firstLine || i + 1 >= last
      ? line
      : line.replace(/(?<![\w-])line: (\d+)/g, (_, n: string) => `line: ${shifted(Number(n))}`),
  );
}
