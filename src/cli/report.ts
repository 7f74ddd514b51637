import { readFile, rename, writeFile } from 'node:fs/promises';
import { httpProblem } from '#contract/http-problem.ts';
import { reportView, type ReportView } from '#contract/report-view.ts';
import { deadlineIn } from '#server/proxy/deadline.ts';
import { readReportOptions, type ReportCliOptions } from './report-options.ts';

/** A report that can't be made: what is wrong and what to do. */
class ReportProblem extends Error {}

/** A server under load may take this long. */
const deadline = 60_000;

interface ReportDeps {
  readonly fetch: typeof fetch;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * `stagewatch report ROLLOUT --into FILE.md [--insert] [--dry-run] [--server URL]`: fills the Results into a checkout's own
 * file, so that colleagues' edits stay, and prints the text of the pull request. 0: done; 1: done, but something is in
 * dispute; 2: it can't be.
 */
export async function report(args: readonly string[], deps: ReportDeps): Promise<number> {
  try {
    const options = readReportOptions(args, deps.env);
    if (typeof options === 'string') throw new ReportProblem(options);
    const markdown = await textOf(options.into);
    const made = await ask(options, markdown, deps);
    if (options.dryRun) console.log(made.diff === '' ? 'Nothing to change.' : made.diff);
    else await replace(options.into, markdown, made.markdown);
    console.log(made.pullRequest);
    return made.conflicts.length === 0 ? 0 : 1;
  } catch (error) {
    if (!(error instanceof ReportProblem)) throw error;
    console.error(error.message);
    return 2;
  }
}

async function textOf(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) throw new ReportProblem(`${file}: can't be opened. Check the path.`);
  return text;
}

/** Whole or not at all: a file half written would be a plan half lost. */
async function replace(file: string, before: string, after: string): Promise<void> {
  if (before === after) return;
  const beside = `${file}.stagewatch-new`;
  await writeFile(beside, after);
  await rename(beside, file);
}

async function ask(
  { rollout, into, insert, server }: ReportCliOptions,
  markdown: string,
  deps: ReportDeps,
): Promise<ReportView> {
  const url = `${server}/api/rollouts/${encodeURIComponent(rollout)}/report`;
  const response = await deps
    .fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ markdown, file: into, insert }),
      signal: deadlineIn(deadline),
    })
    .catch(() => null);
  if (response === null)
    throw new ReportProblem(
      `Stagewatch can't be reached at ${server}. Start it, or name it: --server URL, or STAGEWATCH_URL.`,
    );
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) {
    const problem = httpProblem.safeParse(body);
    throw new ReportProblem(
      problem.success
        ? `${problem.data.title}. ${problem.data.detail} ${problem.data.remedy}`
        : `${url} answered with HTTP ${response.status}.`,
    );
  }
  const read = reportView.safeParse(body);
  if (!read.success)
    throw new ReportProblem(
      `${server} answered in another form than this version expects. Use its own version.`,
    );
  return read.data;
}
