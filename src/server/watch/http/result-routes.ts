import { randomUUID } from 'node:crypto';
import type { Context, Hono } from 'hono';
import type { ReportEntry } from '#contract/report.ts';
import { postResult } from '#contract/report-requests.ts';
import type { ReportView } from '#contract/report-view.ts';
import { squashLabel } from '#domain/report/report-evidence.ts';
import { notAsked, notMeasured } from '#domain/report/result-words.ts';
import { readTyped } from '#domain/report/typed-value.ts';
import { gather, type Gathered } from '../report/gather.ts';
import type { EndedRun } from '../report/report-runs.ts';
import { evidenceFor } from '../report/report-view.ts';
import { stageRuns } from '../report/stage-runs.ts';
import type { AppDeps } from './app-deps.ts';
import { findStage, type Found } from './find.ts';
import { problem } from './problem.ts';
import { readBody } from './read-body.ts';
import { noSuch, unfit } from './recorded.ts';
import { writer } from './who.ts';
import type * as z from 'zod';

type Body = z.infer<typeof postResult>;
type Shown = ReportView['stages'][number];

/** What people know of a stage that has ended: words for a label of its Results, or a number behind a KPI. */
export function resultRoutes(app: Hono, deps: AppDeps): void {
  app.post('/api/rollouts/:id/stages/:stage/results', async (c) => {
    const found = findStage(c, deps.library);
    if (!found.ok) return found.response;
    const body = await readBody(c, postResult);
    if (!body.ok) return body.response;
    const person = writer(c, deps, body.value.who, 'owner');
    if (!person.ok) return person.response;
    const { rollout, stage } = found.value;
    const gathered = await gather(deps.store, rollout, deps.now());
    const run = endedRun(c, gathered, stage.id, body.value.attempt);
    if (!run.ok) return run.response;
    const shown = stageRuns(gathered, evidenceFor(gathered)).find(
      (one) => one.stage === stage.id && one.attempt === run.value.attempt,
    );
    const refusal = shown === undefined ? notFrozen(c) : refuse(c, gathered, run.value, shown, body.value);
    if (refusal !== undefined) return refusal;
    const head = {
      id: body.value.id ?? randomUUID(),
      rollout: rollout.id,
      subject: `run:${run.value.id}`,
      at: deps.now(),
      by: person.value.name,
    };
    const entry = await deps.store.addReportEntry(entryOf(head, body.value));
    deps.changes.publish({ rollout: rollout.id, stage: stage.id, at: deps.now(), state: null });
    return c.json(entry, 201);
  });
}

function endedRun(
  c: Context,
  { ended }: Gathered,
  stage: string,
  attempt: number | undefined,
): Found<EndedRun> {
  const runs = ended.filter((one) => one.stage === stage);
  const run = attempt === undefined ? runs.at(-1) : runs.find((one) => one.attempt === attempt);
  if (run !== undefined) return { ok: true, value: run };
  const response = problem(c, 409, {
    title: 'This stage has not ended',
    detail:
      attempt === undefined ? 'No run of it is over.' : `Its attempt ${attempt} is not over, or never was.`,
    remedy: 'Results are written once a stage has ended. What is seen before goes into the log of the stage.',
  });
  return { ok: false, response };
}

/** What is typed now may be contradicted by the numbers a minute later, with nobody asked for a reason. */
function notFrozen(c: Context): Response {
  return problem(c, 409, {
    title: 'Its evidence is not frozen yet',
    detail: 'The stage has ended, and what its sources say of it is still being read.',
    remedy: 'Try again in some minutes.',
  });
}

function refuse(
  c: Context,
  gathered: Gathered,
  run: EndedRun,
  shown: Shown,
  body: Body,
): Response | undefined {
  return body.do === 'result' ? refuseWords(c, shown, body) : refuseNumber(c, gathered, run, shown, body);
}

function refuseWords(
  c: Context,
  { labels, entered }: Shown,
  { label, text, reason = '' }: Extract<Body, { do: 'result' }>,
): Response | undefined {
  const own = labels.find((one) => squashLabel(one.label) === squashLabel(label));
  if (own === undefined)
    return noSuch(
      c,
      'label',
      label,
      labels.map((one) => one.label),
    );
  const last = entered.findLast((one) => squashLabel(one.about) === squashLabel(label));
  if (text === '' && (last === undefined || last.text === ''))
    return unfit(c, 'Nothing was entered for this label that could be taken back.');
  const stands = own.value !== null && own.value !== notMeasured && own.value !== notAsked;
  if (!stands || reason !== '') return undefined;
  return unfit(c, `"${own.value ?? ''}" stands there (${own.from ?? 'entered'}). Say why it is set aside.`);
}

function refuseNumber(
  c: Context,
  { entries }: Gathered,
  run: EndedRun,
  { numbers }: Shown,
  { name, text, reason = '' }: Extract<Body, { do: 'value' }>,
): Response | undefined {
  const own = numbers.find((one) => one.name === name);
  if (own === undefined)
    return noSuch(
      c,
      'number',
      name,
      numbers.map((one) => one.name),
    );
  const read = readTyped(text);
  if (typeof read === 'string') return unfit(c, read);
  const isEntered = entries.some(
    (one) => one.kind === 'value' && one.subject === `run:${run.id}` && one.name === name,
  );
  const stands = isEntered || own.origin.startsWith('measured');
  if (!stands || reason !== '') return undefined;
  return unfit(c, `${own.said} stands there, ${own.origin}. Say why it is set aside.`);
}

type Head = Pick<ReportEntry, 'id' | 'rollout' | 'subject' | 'at' | 'by'>;

function entryOf(head: Head, body: Body): ReportEntry {
  const { text, source } = body;
  const reason = body.reason === undefined || body.reason === '' ? null : body.reason;
  return body.do === 'result'
    ? { ...head, kind: 'result', label: body.label, text, source, reason }
    : { ...head, kind: 'value', name: body.name, text, source, reason };
}
