import { readFile } from 'node:fs/promises';
import { sayLimit } from '#domain/plan/limit.ts';
import { planJson, type CheckedPlan } from '#domain/plan/plan-json.ts';
import type { PlanProblem } from '#domain/plan/plan.ts';
import { readPlan } from '#domain/plan/read-plan.ts';
import type { Environment } from '#server/proxy/environment.ts';
import { annotation, levels, paint, readCheckOptions, type CheckFormat } from './check-options.ts';
import { checkLive, type LiveDeps } from './live/check-live.ts';
import { liveDeps } from './live/live-deps.ts';

/** `stagewatch check FILE`: what was read and every finding. 0: nothing must be fixed; 1: something must; 2: unreadable. */
export async function check(args: readonly string[], env: Environment = {}): Promise<number> {
  const options = readCheckOptions(args);
  if (typeof options === 'string') {
    console.error(options);
    return 2;
  }
  const live = options.live ? liveDeps(env) : null;
  if (live !== null && !live.ok) {
    for (const one of live.problems) console.error(one);
    return 2;
  }
  const codes: number[] = [];
  for (const file of options.files) codes.push(await checkFile(file, options.format, live?.deps ?? null));
  return Math.max(...codes);
}

async function checkFile(file: string, format: CheckFormat, live: LiveDeps | null): Promise<number> {
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
  const seen = live === null ? [] : await checkLive(read.plan, live, new AbortController().signal);
  const checked = { ...read, findings: [...read.findings, ...seen] };
  console.log(asFormat(format, file, checked));
  return checked.findings.some((one) => one.severity === 'must-fix') ? 1 : 0;
}

function sayProblem(format: CheckFormat, file: string, problem: PlanProblem): void {
  // GitHub reads annotations from what is printed, not from what is complained about.
  if (format === 'github') console.log(annotation('error', file, problem.line, problem.message));
  else console.error(`${file}:${problem.line ?? 1}: ${problem.message}`);
}

function asFormat(format: CheckFormat, file: string, read: CheckedPlan): string {
  switch (format) {
    case 'json':
      return JSON.stringify(planJson(read), null, 2);
    case 'github':
      return read.findings
        .map((one) => annotation(levels[one.severity], file, one.line, one.message))
        .join('\n');
    case 'text':
      return asText(file, read);
  }
}

function asText(file: string, read: CheckedPlan): string {
  const { plan, findings } = read;
  const { stages, criteria, toggles } = planJson(read);
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
