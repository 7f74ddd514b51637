import { readFile } from 'node:fs/promises';
import type { Finding, Plan, PlanProblem } from '#domain/plan/plan.ts';
import { besideBlock } from '#domain/plan/beside-block.ts';
import { acceptFinding } from '#domain/plan/check-plan.ts';
import { findFaults } from '#domain/plan/findings/find-faults.ts';
import { proseJson, type ProseJson } from '#domain/plan/prose/prose-json.ts';
import type { ProsePlan } from '#domain/plan/prose/prose-plan.ts';
import { readProse } from '#domain/plan/prose/read-prose.ts';
import { readPlan } from '#domain/plan/read-plan.ts';
import { stagePercent } from '#domain/plan/read-stages.ts';
import { annotation, levels, paint, readCheckOptions, type CheckFormat } from './check-options.ts';
import { sayLimit, type Limit } from '#domain/plan/limit.ts';
import { sayDuration } from '#domain/time/duration.ts';

/** `stagewatch check FILE`: what was read and every finding. 0: nothing must be fixed; 1: something must; 2: unreadable. */
export async function check(args: readonly string[]): Promise<number> {
  const options = readCheckOptions(args);
  if (typeof options === 'string') {
    console.error(options);
    return 2;
  }
  const codes: number[] = [];
  for (const file of options.files) codes.push(await checkFile(file, options.format));
  return Math.max(...codes);
}

async function checkFile(file: string, format: CheckFormat): Promise<number> {
  const markdown = await readFile(file, 'utf8').catch(() => null);
  if (markdown === null) {
    console.error(`${file}: can't be opened. Check the path.`);
    return 2;
  }
  const read = readPlan(markdown);
  if (!read.ok) {
    for (const one of read.problems) sayProblem(format, file, one);
    return 2;
  }
  const prose = readProse(markdown);
  const findings = allFindings(read.plan, read.findings, prose);
  console.log(asFormat(format, file, read.plan, prose, findings));
  return findings.some((one) => one.severity === 'must-fix') ? 1 : 0;
}

function sayProblem(format: CheckFormat, file: string, problem: PlanProblem): void {
  // GitHub reads annotations from what is printed, not from what is complained about.
  if (format === 'github') console.log(annotation('error', file, problem.line, problem.message));
  else console.error(`${file}:${problem.line ?? 1}: ${problem.message}`);
}

function asFormat(
  format: CheckFormat,
  file: string,
  plan: Plan,
  prose: ProsePlan,
  findings: readonly Finding[],
): string {
  switch (format) {
    case 'json':
      return JSON.stringify(asJson(plan, prose, findings), null, 2);
    case 'github':
      return findings.map((one) => annotation(levels[one.severity], file, one.line, one.message)).join('\n');
    case 'text':
      return asText(file, plan, prose, findings);
  }
}

/** Findings of the prose and, where the plan has a block, of the block; an accepted one is a note with its reason. */
function allFindings(plan: Plan, ofBlock: readonly Finding[], prose: ProsePlan): readonly Finding[] {
  const ofProse = findFaults(prose).map((one) => acceptFinding(plan, one));
  return hasBlock(plan) ? [...besideBlock(plan, ofProse), ...ofBlock] : ofProse;
}

/** A plan that binds nothing has no block worth judging: its prose is all there is. */
function hasBlock(plan: Plan): boolean {
  return plan.stages.length > 0 || plan.criteria.length > 0 || plan.signals.length > 0;
}

function asText(file: string, plan: Plan, prose: ProsePlan, findings: readonly Finding[]): string {
  const { stages, criteria, toggles } = asJson(plan, prose, findings);
  const mustFix = findings.filter((one) => one.severity === 'must-fix').length;
  return [
    `${plan.title}: ${stages.length} stages, ${criteria.length} criteria, ${toggles.length} toggles, ${plan.signals.length} signals.`,
    ...stages.map((stage) => {
      const percent = stage.percent === null ? 'no percent' : `${stage.percent}%`;
      return `  ${stage.label}: ${percent}, ${stage.duration?.text ?? 'no length'}`;
    }),
    ...plan.criteria.map(
      (one) =>
        `  ${one.label}: ${one.limit === null ? 'no limit' : sayLimit(one.limit)}, calls for ${one.breach}`,
    ),
    ...findings.map(
      (one) => `${file}:${one.line ?? 1}: ${paint(one.severity)}: ${one.message} [${one.code}]`,
    ),
    findings.length === 0 ? 'No findings.' : `${findings.length} findings, ${mustFix} must be fixed.`,
  ].join('\n');
}

/** The shape of `--json`: the prose as read and, where the plan has a block, what the block binds instead. */
function asJson(plan: Plan, prose: ProsePlan, findings: readonly Finding[]): ProseJson {
  const read = proseJson(prose, findings);
  if (!hasBlock(plan)) return read;
  return {
    ...read,
    toggles: plan.toggles.map((toggle) => toggle.key),
    stages: plan.stages.map((stage) => ({
      label: stage.label,
      phase: stage.phase,
      percent: stagePercent(stage),
      users: stage.audience.kind === 'actors' ? stage.audience.count : null,
      duration:
        stage.length === null ? null : { text: sayDuration(stage.length), seconds: stage.length / 1000 },
      start: stage.start === null ? null : new Date(stage.start).toISOString().slice(0, 10),
      end: null,
      results: read.stages.find((one) => one.label === stage.label)?.results ?? {},
    })),
    criteria: plan.criteria.map((one) => ({
      text: one.label,
      comparator: one.limit?.comparator ?? null,
      limit: limitNumber(one.limit),
      unit: one.limit?.unit ?? null,
      window: windowText(one.limit),
    })),
  };
}

/** The number as a person writes it: 5 for 5 %. */
function limitNumber(limit: Limit | null): number | null {
  if (limit === null) return null;
  return limit.unit === '%' ? Number((limit.value * 100).toPrecision(12)) : limit.value;
}

/** "10 minutes", as the prose reader says it too. */
function windowText(limit: Limit | null): string | null {
  return limit === null || limit.within === null ? null : sayDuration(limit.within);
}
