import type { StageView } from '#contract/rollout.ts';
import { sayInstant } from '#domain/time/zone.ts';

/** The verdict and its evidence as text for Slack, with a link to the stage as it stands in it. */
export function slackText(view: StageView, origin: string): string {
  const { verdict, rollout, stage } = view;
  const at = new Date(view.at ?? verdict.judgedAt).toISOString();
  const path = `/rollouts/${encodeURIComponent(rollout.id)}/stages/${encodeURIComponent(stage.id)}`;
  const lines = [
    `*${verdict.word}: ${rollout.title}, ${stage.label}*${view.example ? ' (example data)' : ''}`,
    verdict.reason,
    verdict.evidence,
    `Next: ${verdict.next}`,
    ...verdict.also.map((one) => `• Also: ${one.reason}`),
    `As of ${sayInstant(verdict.judgedAt, rollout.zone)}: ${origin}${path}?at=${at}`,
  ];
  // Slack reads these three as its own; what stands between backticks is code to it too.
  return lines.join('\n').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
