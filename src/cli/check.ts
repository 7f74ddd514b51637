import { readFile } from 'node:fs/promises';
import type { Finding, Plan } from '#domain/plan/plan.ts';
import { readPlan } from '#domain/plan/read-plan.ts';
import { stagePercent } from '#domain/plan/read-stages.ts';
import { sayLimit, type Limit } from '#domain/plan/limit.ts';
import { sayDuration } from '#domain/time/duration.ts';

/** `stagewatch check FILE`: what was read and every finding. 0: nothing must be fixed; 1: something must; 2: unreadable. */
export async function check(args: readonly string[]): Promise<number> {
  const json = args.includes('--json');
  const files = args.filter((arg) => !arg.startsWith('--'));
  const unknown = args.find((arg) => arg.startsWith('--') && arg !== '--json');
  if (unknown !== undefined || files.length === 0) {
    console.error(
      unknown === undefined
        ? 'Name a plan: stagewatch check FILE.md'
        : `check has no option ${unknown}. It has --json.`,
    );
    return 2;
  }
  const codes: number[] = [];
  for (const file of files) codes.push(await checkFile(file, json));
  return Math.max(...codes);
}

async function checkFile(file: string, json: boolean): Promise<number> {
  const markdown = await readFile(file, 'utf8').catch(() => null);
  if (markdown === null) {
    console.error(`${file}: can't be opened. Check the path.`);
    return 2;
  }
  const read = readPlan(markdown);
  if (!read.ok) {
    for (const one of read.problems) console.error(`${file}:${one.line ?? 1}: ${one.message}`);
    return 2;
  }
  console.log(
    json ? JSON.stringify(asJson(read.plan, read.findings), null, 2) : asText(file, read.plan, read.findings),
  );
  return read.findings.some((one) => one.severity === 'must-fix') ? 1 : 0;
}

function asText(file: string, plan: Plan, findings: readonly Finding[]): string {
  return [
    `${plan.title}: ${plan.stages.length} stages, ${plan.criteria.length} criteria, ${plan.toggles.length} toggles, ${plan.signals.length} signals.`,
    ...plan.stages.map((stage) => {
      const percent = stagePercent(stage);
      return `  ${stage.label}: ${percent === null ? 'no percent' : `${percent}%`}, ${stage.length === null ? 'no length' : sayDuration(stage.length)}`;
    }),
    ...plan.criteria.map(
      (one) =>
        `  ${one.label}: ${one.limit === null ? 'no limit' : sayLimit(one.limit)}, calls for ${one.breach}`,
    ),
    ...findings.map((one) => `${file}:${one.line ?? 1}: ${one.severity}: ${one.message} [${one.code}]`),
    findings.length === 0
      ? 'No findings.'
      : `${findings.length} findings, ${findings.filter((one) => one.severity === 'must-fix').length} must be fixed.`,
  ].join('\n');
}

/** The shape of design §4, as far as the block alone says it. Prose results, links and dates of the prose come with its reader. */
function asJson(plan: Plan, findings: readonly Finding[]): unknown {
  return {
    title: plan.title,
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
      results: null,
    })),
    criteria: plan.criteria.map((one) => ({
      text: one.label,
      comparator: one.limit?.comparator ?? null,
      limit: limitNumber(one.limit),
      unit: one.limit?.unit ?? null,
      window: windowSeconds(one.limit),
    })),
    contacts: plan.contacts.map((one) => ({ for: one.for, hours: one.hours, role: one.role })),
    links: [],
    findings,
  };
}

/** The number as a person writes it: 5 for 5 %. */
function limitNumber(limit: Limit | null): number | null {
  if (limit === null) return null;
  return limit.unit === '%' ? Number((limit.value * 100).toPrecision(12)) : limit.value;
}

function windowSeconds(limit: Limit | null): number | null {
  return limit === null || limit.within === null ? null : limit.within / 1000;
}
