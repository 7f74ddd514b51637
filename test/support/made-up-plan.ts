/** A plan of one stage with made-up data that goes well, for pages that are looked at while they live. */
export const madeUpPlan = `# Made up

\`\`\`stagewatch
toggles: [{ key: shown, settle: 1m }]
stages:
  - { id: first, percent: 10, length: 1h }
signals:
  tries: { source: example, kind: count, query: "count total=2400 over=1h seed=shown" }
  fails: { source: example, kind: count, query: "part total=0 of count total=2400 over=1h seed=shown" }
criteria:
  - { id: error-rate, label: Failing, ratio: [fails, tries], limit: "< 5%", breach: roll back }
example: { stage: first, started: 30m }
\`\`\`
`;
