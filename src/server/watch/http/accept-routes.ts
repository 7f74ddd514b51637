import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';
import type { AlertView } from '#contract/notice.ts';
import { postAccept, postAlertAccept } from '#contract/record-requests.ts';
import { day, type EpochMs } from '#domain/time/time.ts';
import { isAcceptable } from '#domain/verdict/accepts.ts';
import { readingTags, type ReadingState } from '#domain/verdict/reading.ts';
import type { AppDeps } from './app-deps.ts';
import { readBody } from './read-body.ts';
import { problem } from './problem.ts';
import { noSuch, notRunning, readRecording, record, unfit, type EntryHead } from './recorded.ts';
import { shownNow } from './standing.ts';
import { writer } from './who.ts';

interface Asked {
  readonly criterion: string;
  readonly seenState?: ReadingState | undefined;
  readonly reason: string;
  readonly until?: EpochMs | undefined;
}

/** "We know, and we go on", for a criterion of a stage. */
export async function acceptHere(c: Context, deps: AppDeps): Promise<Response> {
  const read = await readRecording(c, deps, postAccept);
  if (!read.ok) return read.response;
  const { head, body, run, rollout } = read.value;
  if (run === null || run.end !== null) return notRunning(c);
  return accept(c, deps, { ...head, run: run.id, zone: rollout.plan.zone }, body);
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
    // Only what was kept is read, and none of its words.
    zone: 'UTC',
  };
  return accept(c, deps, head, { ...body.value, criterion: alert.about });
}

async function accept(
  c: Context,
  deps: AppDeps,
  { zone, ...head }: EntryHead & { readonly run: string; readonly zone: string },
  { criterion, seenState, reason, until }: Asked,
): Promise<Response> {
  const shown = await shownNow(deps.store, head.run, { now: deps.now(), zone });
  const readings = shown?.readings ?? [];
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
  if (seenState !== undefined && seenState !== state) {
    return problem(c, 409, {
      title: 'This has changed since you looked',
      detail: `You have seen ${label} as "${readingTags[seenState]}"; it is "${readingTags[state]}" now.`,
      remedy: 'Look at it as it is now, and accept that or not. Nothing was saved.',
    });
  }
  // Known trouble is looked at again each day, however long the stage.
  const longest = head.at + day;
  const ends = Math.min(until ?? longest, longest);
  return record(c, deps, { ...head, kind: 'accept', criterion, reason, until: ends, state, value });
}
