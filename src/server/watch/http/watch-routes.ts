import type { Context, Hono } from 'hono';
import { postNotRun, postWatch } from '#contract/record-requests.ts';
import { sayInstant } from '#domain/time/zone.ts';
import { outOfDate } from '#domain/verdict/age-verdict.ts';
import { openGates } from '#domain/verdict/gates-after.ts';
import { sayReadingNow } from '#domain/verdict/say-reading-now.ts';
import type { Verdict } from '#domain/verdict/verdict.ts';
import { runRecords } from '../loop/run-records.ts';
import type { AppDeps } from './app-deps.ts';
import { notRunning, readRecording, record, unfit } from './recorded.ts';
import { shownNow } from './standing.ts';
import { notMonitor } from './who.ts';

/** Who watches a run, and stages that could not be run. */
export function watchRoutes(app: Hono, deps: AppDeps): void {
  const base = '/api/rollouts/:id/stages/:stage';
  app.post(`${base}/watch`, (c) => watch(c, deps));
  app.post(`${base}/not-run`, (c) => notRun(c, deps));
}

/** Takes the watch, or offers it with how the stage stands: whoever comes next begins where the last one stood. */
async function watch(c: Context, deps: AppDeps): Promise<Response> {
  const read = await readRecording(c, deps, postWatch);
  if (!read.ok) return read.response;
  const { head, body, rollout, stage, run } = read.value;
  if (run === null || run.end !== null) return notRunning(c);
  const { to = null, note } = body;
  const refusal = to === null ? undefined : notMonitor(c, deps, to);
  if (refusal !== undefined) return refusal;
  const { zone } = rollout.plan;
  const newest = await shownNow(deps.store, run.id, { now: deps.now(), zone });
  const { closedGates } = await runRecords(deps.store, run);
  const alerts = (await deps.store.alerts()).filter((one) => one.run === run.id);
  const gates = openGates(rollout.plan, stage, closedGates).map((one) => one.text);
  const stood =
    newest === null ? 'Nothing had been judged yet.' : sayStanding(newest, { alerts, gates, zone });
  return record(c, deps, {
    ...head,
    kind: 'watch',
    change: to === null ? 'took' : 'offered',
    to,
    note,
    stood,
  });
}

interface Beside {
  readonly alerts: readonly { readonly reason: string }[];
  readonly gates: readonly string[];
  readonly zone: string;
}

/** The verdict and when it was judged, the open alerts, the limit with the least room and the open gates, in one text. */
function sayStanding(verdict: Verdict, { alerts, gates, zone }: Beside): string {
  const close = verdict.readings.find((one) => one.state === 'close');
  const isOld = verdict.tags.includes(outOfDate);
  const [blind] = verdict.also;
  return [
    `${verdict.word}. ${verdict.reason}`,
    isOld && verdict.state === 'blind' ? verdict.evidence : '',
    isOld && verdict.state === 'roll-back' ? (blind?.reason ?? '') : '',
    `Last judged ${sayInstant(verdict.judgedAt, zone)}.`,
    alerts.length === 0 ? 'No alert is open.' : `Open alerts: ${alerts.map((one) => one.reason).join(' ')}`,
    close === undefined ? '' : `Closest to its limit: ${sayReadingNow(close)}`,
    gates.length === 0 ? '' : `Open before the next stage: ${gates.join('; ')}.`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

async function notRun(c: Context, deps: AppDeps): Promise<Response> {
  const read = await readRecording(c, deps, postNotRun);
  if (!read.ok) return read.response;
  const { head, body, run } = read.value;
  if (run !== null)
    return unfit(c, 'This stage has run. Record a decision about it, or end its run, instead.');
  return record(c, deps, { ...head, kind: 'not-run', reason: body.reason });
}
