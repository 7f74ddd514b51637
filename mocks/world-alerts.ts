import type { AlertView } from '#contract/notice.ts';
import { stepAlerts } from '#domain/verdict/alerts.ts';
import type { Run } from '#domain/verdict/run.ts';
import type { Verdict } from '#domain/verdict/verdict.ts';

/** The alerts a first look at a verdict opens, by the same rules as the server's. */
export function alertsOf(rollout: string, run: Run, verdict: Verdict, now: number): readonly AlertView[] {
  return stepAlerts([], verdict, now).map(({ alert }) => ({
    ...alert,
    id: `${run.id}.${alert.about}`,
    rollout,
    stage: run.stage,
    run: run.id,
  }));
}
