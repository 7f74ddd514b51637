import type { Context, Hono } from 'hono';
import { postReport } from '#contract/report-requests.ts';
import type { ReportView } from '#contract/report-view.ts';
import { reportCsv } from '#domain/report/report-csv.ts';
import { gather, type Gathered } from '../report/gather.ts';
import { csvRows, reportViewOf, type ReportOptions } from '../report/report-view.ts';
import type { ReadableRollout } from '../rollouts/rollout.ts';
import { answer } from './answer.ts';
import type { AppDeps } from './app-deps.ts';
import { findReadable, type Found } from './find.ts';
import { problem } from './problem.ts';
import { readBody } from './read-body.ts';

/** The report that writes a plan's Results: as Markdown, as data, as a table, and into a colleague's newer copy. */
export function reportRoutes(app: Hono, deps: AppDeps): void {
  const base = '/api/rollouts/:id';

  app.get(`${base}/report.json`, async (c) => {
    const made = await reportFor(c, deps);
    if (!made.ok) return made.response;
    const { view } = made.value;
    return answer(c, view, { ...view, madeAt: 0 });
  });

  app.get(`${base}/report.md`, async (c) => {
    const made = await reportFor(c, deps);
    if (!made.ok) return made.response;
    return text(c, made.value.view.markdown, 'text/markdown; charset=utf-8');
  });

  app.get(`${base}/results.csv`, async (c) => {
    const made = await reportFor(c, deps);
    if (!made.ok) return made.response;
    const { gathered, view } = made.value;
    c.header('content-disposition', `attachment; filename="${gathered.rollout.id}-results.csv"`);
    return text(c, reportCsv(csvRows(gathered, view)), 'text/csv; charset=utf-8');
  });

  app.post(`${base}/report`, async (c) => {
    const found = findReadable(c, deps.library);
    if (!found.ok) return found.response;
    const body = await readBody(c, postReport);
    if (!body.ok) return body.response;
    const { markdown, file, insert = false } = body.value;
    const made = await make(c, deps, found.value, { into: markdown, file, insert });
    return made.ok ? c.json(made.value.view) : made.response;
  });
}

function text(c: Context, body: string, type: string): Response {
  return c.body(body, 200, { 'content-type': type, 'cache-control': 'no-cache' });
}

interface Made {
  readonly gathered: Gathered;
  readonly view: ReportView;
}

async function reportFor(c: Context, deps: AppDeps): Promise<Found<Made>> {
  const found = findReadable(c, deps.library);
  if (!found.ok) return found;
  return make(c, deps, found.value, { insert: c.req.query('insert') === '1' });
}

/** Makes a report and remembers what it gives out: a later one must know its own words from a colleague's. */
async function make(
  c: Context,
  { store, now, publicUrl }: AppDeps,
  rollout: ReadableRollout,
  options: Omit<ReportOptions, 'publicUrl'>,
): Promise<Found<Made>> {
  const gathered = await gather(store, rollout, now());
  const written = await store.writtenValues(rollout.id);
  const made = reportViewOf(gathered, written, { ...options, publicUrl });
  if (typeof made === 'string') {
    const response = problem(c, 422, {
      title: "The plan can't be read",
      detail: made,
      remedy: 'Correct the lines named; nothing was filled in.',
    });
    return { ok: false, response };
  }
  const fresh = made.given.filter(
    (one) =>
      !written.some(
        ({ subject, label, value }) => subject === one.subject && label === one.label && value === one.value,
      ),
  );
  if (fresh.length > 0) await store.noteWritten(rollout.id, fresh, now());
  return { ok: true, value: { gathered, view: made.view } };
}
