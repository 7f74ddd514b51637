/**
 * A plan that watches submissions failing and nothing else: two stages, one roll-back limit, made-up counts.
 * `tries` and `fails` are what the example source makes of them.
 */
export function oneCriterion(plan: {
  readonly title: string;
  readonly toggle: string;
  readonly percent?: number;
  readonly length?: string;
  readonly tries: string;
  readonly fails: string;
  readonly started?: string;
}): string {
  const { title, toggle, percent = 10, length = '2h', tries, fails, started = '50m' } = plan;
  return `# ${title}

\`\`\`stagewatch
toggles: [{ key: ${toggle} }]
stages: [{ id: stage-a, label: "Stage A", percent: ${percent}, length: ${length} }, { id: stage-b, percent: 50, length: 1d }]
signals:
  tries: { source: example, kind: count, query: "${tries}" }
  fails: { source: example, kind: count, query: "${fails}" }
criteria:
  - { id: error-rate, label: Submissions failing, ratio: [fails, tries], limit: "< 5%", breach: roll back }
example: { stage: stage-a, started: ${started} }
\`\`\`
`;
}
