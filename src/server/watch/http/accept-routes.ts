import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import type { AlertView } from '#contract/notice.ts';
import { postAccept, postAlertAccept } from '#contract/record-requests.ts';
import { day, type EpochMs } from '#domain/time/time.ts';
import { isAcceptable } from '#domain/verdict/accepts.ts';
import { readingTags } from '#domain/verdict/reading.ts';
import type { AppDeps } from './app-deps.ts';
import { readBody } from './read-body.ts';
import { noSuch, notRunning, readRecording, record, unfit, type EntryHead } from './recorded.ts';
import { writer } from './who.ts';

interface Asked {
  readonly criterion: string;
  readonly reason: string;
  readonly until?: EpochMs | undefined;
}

/** "We know, and we go on", for a criterion of a stage. */
export async function acceptHere(c: Context, deps: AppDeps): Promise<Response> {
  const read = await readRecording(c, deps, postAccept);
  if (!read.ok) return read.response;
  const { head, body, run } = read.value;
  if (run === null || run.end !== null) return notRunning(c);
  return accept(c, deps, { ...head, run: run.id }, body);
}

/** The same for what an alert is about. */
export async function acceptAlert(c: Context, deps: AppDeps, alert: AlertView): Promise<Response> {
  const body = await readBody(c, postAlertAccept);
  if (!body.ok) return body.response;
  const person = writer(c, deps, body.value.who, 'monitor');
  if (!person.ok) return person.response;
  const open = await deps.store.openRuns();
  if (open.every((run) => run.id !== alert.run)) return notRunning(c);
  const { rollout, stage, run } = alert;
  const head = {
    id: body.value.id ?? randomUUID(),
    rollout,
    stage,
    run,
    at: deps.now(),
    by: person.value.name,
  };
  return accept(c, deps, head, { ...body.value, criterion: alert.about });
}

async function accept(
  c: Context,
  deps: AppDeps,
  head: EntryHead & { readonly run: string },
  { criterion, reason, until }: Asked,
): Promise<Response> {
  const readings = (await deps.store.newestVerdict(head.run))?.verdict.readings ?? [];
  const reading = readings.find((one) => one.criterion === criterion);
  if (reading === undefined) {
    const ids = readings.map((one) => one.criterion);
    return noSuch(c, 'criterion', criterion, ids);
  }
  const { label, state, value } = reading;
  if (!isAcceptable(reading)) {
    return unfit(
      c,
      `${label} is "${readingTags[state]}": what can't be seen, and a roll-back limit that is broken now, can't be accepted.`,
    );
  }
  // Known trouble is looked at again each day, however long the stage.
  const longest = head.at + day;
  const ends = Math.min(until ?? longest, longest);
  return record(c, deps, { ...head, kind: 'accept', criterion, reason, until: ends, state, value });
}
