import { randomUUID } from 'node:crypto';
import type { Context, Hono } from 'hono';
import type { DecisionConflict, Theirs } from '#contract/deciding.ts';
import type { JournalEntry } from '#contract/journal.ts';
import { postDecision, postResolved, postRollbackRecord } from '#contract/record-requests.ts';
import { stagePercent } from '#domain/plan/stage-percent.ts';
import { ageVerdict } from '#domain/verdict/age-verdict.ts';
import { commonPercent, decisionTargets } from '#domain/verdict/decision-targets.ts';
import { goesAgainst } from '#domain/verdict/goes-against.ts';
import { verdictWords, type Verdict } from '#domain/verdict/verdict.ts';
import type { Role } from '../identity/identity.ts';
import { is } from '../loop/run-records.ts';
import { answer } from './answer.ts';
import type { AppDeps } from './app-deps.ts';
import { findReadable, findStage } from './find.ts';
import { problem } from './problem.ts';
import { readBody } from './read-body.ts';
import { afterRecording, notRunning, readRecording, type Recording } from './recorded.ts';
import { shownNow } from './standing.ts';
import { writer } from './who.ts';
import type * as z from 'zod';

type Decision = Extract<JournalEntry, { kind: 'decision' }>;
type RollbackLine =
  | { readonly kind: 'resolved'; readonly note: string }
  | { readonly kind: 'rollback-record'; readonly severity: string; readonly tickets: readonly string[] };
type Asked = Recording<z.infer<typeof postDecision>>;

/** What people decide about a stage: recorded with the verdict as it stood. Stagewatch itself changes no toggle. */
export function decisionRoutes(app: Hono, deps: AppDeps): void {
  const path = '/api/rollouts/:id/stages/:stage/decisions';

  app.get(path, async (c) => {
    const found = findStage(c, deps.library);
    if (!found.ok) return found.response;
    const { rollout, stage } = found.value;
    const decisions = await deps.store.journal(rollout.id, { stage: stage.id, kinds: ['decision'] });
    return answer(c, decisions.toReversed());
  });

  app.post(path, (c) => decide(c, deps));
  const one = '/api/rollouts/:id/decisions/:decision';
  app.post(`${one}/resolved`, (c) =>
    addToRollback(c, deps, postResolved, ({ note }) => ({ kind: 'resolved', note })),
  );
  app.post(`${one}/rollback-record`, (c) =>
    addToRollback(c, deps, postRollbackRecord, ({ severity, tickets }) => ({
      kind: 'rollback-record',
      severity,
      tickets,
    })),
  );
}

/** Anybody who reads may record a roll back: whoever sees a limit broken at night must not have to find a monitor first. */
function roleFor({ choice }: z.infer<typeof postDecision>): Role {
  return choice === 'roll-back' ? 'viewer' : 'monitor';
}

async function decide(c: Context, deps: AppDeps): Promise<Response> {
  const read = await readRecording(c, deps, postDecision, roleFor);
  if (!read.ok) return read.response;
  const { run, head, rollout } = read.value;
  if (run === null) return notRunning(c);
  const earlier = (await deps.store.journal(rollout.id, { run: run.id, kinds: ['decision'] })).filter(
    is('decision'),
  );
  // Sent again after a lost answer: it stands, also where it has ended the run meanwhile.
  const again = earlier.find((one) => one.id === head.id);
  if (again !== undefined) return c.json(again, 201);
  if (run.end !== null) return notRunning(c);
  const verdict = await shownNow(deps.store, run.id, { now: deps.now(), zone: rollout.plan.zone });
  const refusal = refuse(c, read.value, verdict, earlier);
  if (refusal !== undefined) return refusal;
  const entry = entryOf(read.value, verdict, earlier.length + 1);
  const appended = await deps.store.append(entry, {
    slot: `decision ${run.id} ${entry.version}`,
    ...(entry.extendBy === null ? {} : { lengthen: { run: run.id, by: entry.extendBy } }),
  });
  if (!appended.ok) return taken(c, entry, appended.taken);
  await afterRecording(deps, rollout.id, head.stage);
  return c.json(entry, 201);
}

/** Recorded at the same moment: by the sender itself, sent twice, or by somebody else. */
function taken(c: Context, entry: Decision, first: JournalEntry): Response {
  if (first.kind !== 'decision') return unfit(c, 'Something else has been recorded under this id.');
  if (first.id === entry.id) return c.json(first, 201);
  return conflict(c, entry, first, 'Somebody else decided at the same moment.');
}

function entryOf(asked: Asked, evidence: Verdict | null, version: number): Decision {
  const { head, body } = asked;
  const isBack = body.choice === 'roll-back';
  // A roll back the verdict calls for has its reason already.
  const reason = body.reason === '' && isBack ? (evidence?.reason ?? '') : body.reason;
  return {
    ...head,
    kind: 'decision',
    choice: body.choice,
    version,
    reason: reason === '' ? null : reason,
    agreed: body.agreed,
    toPercent: body.toPercent ?? usualTarget(asked),
    extendBy: body.choice === 'extend' ? (body.extendBy ?? null) : null,
    rollback: isBack ? { severity: body.severity, tickets: body.tickets } : null,
    evidence,
  };
}

/** What the toggles are to give where nobody says otherwise: off, or what the plan has next, where that is one percentage. */
function usualTarget({ body, rollout, stage }: Asked): number | null {
  if (body.choice === 'roll-back') return 0;
  return body.choice === 'advance' ? commonPercent(decisionTargets(rollout.plan, stage).advance) : null;
}

/** Why a decision can't be recorded as it is; `undefined` where it can. */
function refuse(
  c: Context,
  asked: Asked,
  verdict: Verdict | null,
  earlier: readonly Decision[],
): Response | undefined {
  const { body } = asked;
  const state = verdict?.state ?? 'starting';
  const changed = sinceSeen(c, asked, verdict, earlier);
  if (changed !== undefined) return changed;
  const wrong = misfit(asked);
  if (wrong !== null) return unfit(c, wrong);
  if (goesAgainst(body.choice, state) && body.reason === '') {
    return unfit(
      c,
      `The verdict is "${verdictWords[state]}". ${verdict?.reason ?? ''} Say why you decide otherwise.`,
    );
  }
  return undefined;
}

/** What of a decision does not fit its stage, whatever the verdict; `null` where all does. */
function misfit(asked: Asked): string | null {
  const { body, run } = asked;
  if (body.choice === 'extend' && (body.extendBy === undefined || run?.length === null))
    return 'An extension needs a stage with a length, and extendBy in milliseconds.';
  if (body.choice === 'roll-back' && !goesBack(asked))
    return `Rolling back to ${body.toPercent ?? 0}% takes nobody off the feature at this stage.`;
  return null;
}

/** A roll back ends the watching once it is confirmed, so it must lead below what the stage gives. */
function goesBack({ body, rollout, stage }: Asked): boolean {
  const { toPercent = 0 } = body;
  const now = stagePercent(stage);
  const usual = decisionTargets(rollout.plan, stage).back?.percent;
  return toPercent === 0 || toPercent === usual || (now !== null && toPercent < now);
}

/** A decision on what has changed since it was looked at is a conflict. */
function sinceSeen(
  c: Context,
  { body, head, rollout }: Asked,
  verdict: Verdict | null,
  earlier: readonly Decision[],
): Response | undefined {
  const { seenDecisions = earlier.length } = body;
  const yours = { ...body, by: head.by };
  // Where there are fewer than were seen, the stage has been started anew: what was seen is of another run.
  const last = earlier.at(-1) ?? (verdict === null ? undefined : verdictOf(verdict));
  if (seenDecisions !== earlier.length && last !== undefined) {
    const detail = `You have seen ${seenDecisions} decisions of this run; there are ${earlier.length}.`;
    return conflict(c, yours, last, detail);
  }
  if (body.seenState === undefined || verdict === null) return undefined;
  // A page that is cut off, or whose server judges nothing new, shows the same verdict aged: it hides nothing worse.
  const aged = ageVerdict(verdict, Infinity, rollout.plan.zone).state;
  if (body.seenState === verdict.state || body.seenState === aged) return undefined;
  const detail = `You have seen "${verdictWords[body.seenState]}"; the verdict is now "${verdictWords[verdict.state]}".`;
  return conflict(c, yours, verdictOf(verdict), detail);
}

function verdictOf(verdict: Verdict): Theirs {
  const { state, word, reason, evidence, judgedAt } = verdict;
  const also = verdict.also.map((one) => ({ reason: one.reason }));
  return { kind: 'verdict', state, word, reason, evidence, also, judgedAt };
}

function unfit(c: Context, detail: string): Response {
  return problem(c, 422, {
    title: 'The decision is not complete',
    detail,
    remedy: 'Complete the decision; nothing was saved.',
  });
}

/** Both versions, so that whoever decides can see what changed under them. */
function conflict(c: Context, yours: DecisionConflict['yours'], theirs: Theirs, detail: string): Response {
  const more: DecisionConflict = { yours, theirs };
  return problem(c, 409, {
    title: 'This has changed since you looked',
    detail,
    remedy: 'Look at both, and decide again. Nothing was saved.',
    more,
  });
}

/** Adds to the record of a rollback: what became of it, or what nobody knew when it was decided. */
async function addToRollback<
  T extends { readonly who?: string | undefined; readonly id?: string | undefined },
>(
  c: Context,
  deps: AppDeps,
  schema: z.core.$ZodType<T>,
  lineOf: (body: T) => RollbackLine,
): Promise<Response> {
  const found = findReadable(c, deps.library);
  if (!found.ok) return found.response;
  const body = await readBody(c, schema);
  if (!body.ok) return body.response;
  const person = writer(c, deps, body.value.who, 'monitor');
  if (!person.ok) return person.response;
  const id = c.req.param('decision') ?? '';
  const decisions = await deps.store.journal(found.value.id, { kinds: ['decision'] });
  const decision = decisions.filter(is('decision')).find((one) => one.id === id);
  if (decision?.choice !== 'roll-back') {
    return problem(c, 404, {
      title: 'No such rollback',
      detail: `This rollout has no decision "${id}" to roll back.`,
      remedy: 'List the decisions of its stages first.',
    });
  }
  const { rollout, stage, run } = decision;
  const appended = await deps.store.append({
    id: body.value.id ?? randomUUID(),
    rollout,
    stage,
    run,
    at: deps.now(),
    by: person.value.name,
    decision: id,
    ...lineOf(body.value),
  });
  await afterRecording(deps, rollout, stage);
  return c.json(appended.ok ? appended.entry : appended.taken, 201);
}
