import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { evidence as evidenceSchema, type Evidence } from '#contract/evidence.ts';
import type { Ms } from '#domain/time/time.ts';
import { judgeOnce, rulesVersion, type Judgement, type JudgementInput } from '#domain/verdict/judge-once.ts';
import { noBaselines, type Past } from '#domain/verdict/past.ts';
import type { Verdict } from '#domain/verdict/verdict.ts';
import type { KeptEvidence, NewEvidence, StoredRun } from '../records/store.ts';
import { stageOf, type ReadableRollout } from '../rollouts/rollout.ts';

interface Judged {
  readonly planVersion: number;
  readonly width: Ms;
  readonly verdict: Verdict;
}

/** Everything a judgement was made of, without what can be had from the plan's text. */
export function evidenceOf(
  { stage: input, decision, checkIns }: JudgementInput,
  { planVersion, width, verdict }: Judged,
): Evidence {
  const { previousStage, sameHours, lately } = input.baselines ?? noBaselines;
  const { id, stage, attempt, start, end, length, openedBy, closedBy } = input.run;
  return {
    rules: rulesVersion,
    planVersion,
    stage: input.stage.id,
    run: { id, stage, attempt, start, end, length, openedBy, closedBy },
    width,
    cadence: input.cadence,
    now: input.now,
    series: [...input.series.values()],
    baselines: {
      previousStage: previousStage === null ? null : flatPast(previousStage),
      sameHours: sameHours.map(flatPast),
      lately: lately.map(flatPast),
    },
    allotments: Object.fromEntries(input.allotments),
    previous: input.previous,
    accepts: input.accepts ?? [],
    excluded: input.excluded ?? [],
    answers: input.answers ?? [],
    closedGates: input.closedGates ?? [],
    decision,
    checkIns,
    verdict,
  };
}

/** Compressed, for the records. */
export function packEvidence(run: StoredRun, evidence: Evidence): NewEvidence {
  const { now: at, planVersion, rules } = evidence;
  const body = gzipSync(JSON.stringify(evidence));
  const hash = createHash('sha256').update(body).digest('base64url').slice(0, 12);
  return { id: `${run.id}.${at}.${hash}`, at, planVersion, rules, body };
}

/** Reads back what was kept. */
export function unpackEvidence({ body }: Pick<KeptEvidence, 'body'>): Evidence {
  return evidenceSchema.parse(JSON.parse(gunzipSync(body).toString('utf8')));
}

/**
 * Judges again from what was kept and the plan of that version.
 * @returns `null` where that plan no longer has the stage.
 */
export function judgeAgain(evidence: Evidence, rollout: ReadableRollout): Judgement | null {
  const stage = stageOf(rollout, evidence.stage);
  if (stage === undefined) return null;
  const { decision, checkIns, baselines } = evidence;
  return judgeOnce({
    stage: {
      ...evidence,
      plan: rollout.plan,
      findings: rollout.findings,
      stage,
      series: new Map(evidence.series.map((one) => [one.id, one])),
      allotments: new Map(Object.entries(evidence.allotments)),
      baselines: {
        previousStage: baselines.previousStage === null ? null : fullPast(baselines.previousStage),
        sameHours: baselines.sameHours.map(fullPast),
        lately: baselines.lately.map(fullPast),
      },
    },
    decision,
    checkIns,
  });
}

type FlatPast = Evidence['baselines']['sameHours'][number];

function flatPast({ series, ...past }: Past): FlatPast {
  return { ...past, series: [...series.values()] };
}

function fullPast({ series, ...past }: FlatPast): Past {
  return { ...past, series: new Map(series.map((one) => [one.id, one])) };
}
