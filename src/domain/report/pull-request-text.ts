import type { FilledReport } from './fill-report.ts';
import type { Trend } from './trend.ts';

/** The text of the pull request that brings a report into a plan: what was filled, from where, what is in dispute, and every trend as text. */
export function pullRequestText(
  title: string,
  report: FilledReport,
  sections: readonly { readonly subject: string; readonly label: string; readonly stamp: string }[],
  trends: readonly Trend[],
): string {
  const { written, conflicts, left } = report;
  const about = sections.flatMap(({ subject, label, stamp }) => {
    const count = written.filter((one) => one.subject === subject).length;
    return count === 0 ? [] : [`- ${label}: ${count} ${count === 1 ? 'value' : 'values'}. ${stamp}`];
  });
  return [
    `Results of ${title}`,
    '',
    about.length === 0
      ? 'Nothing to fill in: no stage has ended and no check-in is due.'
      : 'Stagewatch filled in the Results of this plan. It changed blanks and its own earlier values only.',
    '',
    ...about,
    ...(conflicts.length === 0 ? [] : ['', 'Left as they are, though the evidence says otherwise:']),
    ...conflicts.map((one) => `- line ${one.line}, ${one.label}: "${one.theirs}", evidence: "${one.ours}"`),
    ...(left.length === 0 ? [] : ['', `${left.length} values of the team were left alone.`]),
    ...trends.flatMap(({ label, points }) => [
      '',
      `${label}, stage by stage:`,
      ...points.map((point) => `- ${point.label}: ${point.said}`),
    ]),
    '',
  ].join('\n');
}
