/** Twelve criteria over a week of minutes, nearly over: the most a stage page is asked to draw. */
const kinds = 4;

/** Buckets of the week. */
export const weekOfMinutes = 7 * 24 * 60;

export const criteriaCount = 3 * kinds;

function each(make: (i: number) => string): string {
  return Array.from({ length: kinds }, (_, i) => make(i)).join('\n');
}

/** A plan on example data with that many criteria, each with a chart. */
export function weekPlan(): string {
  const signals = each(
    (i) => `  tries-${i}: { source: example, kind: count, query: "count rate=${40 + 10 * i}/m seed=s${i}" }
  fails-${i}: { source: example, kind: count, query: "part share=0.5% of count rate=${40 + 10 * i}/m seed=s${i}" }
  speed-${i}: { source: example, kind: duration, unit: ms, weight: tries-${i}, query: "average mean=300ms spread=20% seed=l${i}" }`,
  );
  const criteria = each(
    (
      i,
    ) => `  - { id: share-${i}, label: Part ${i} failing, ratio: [fails-${i}, tries-${i}], limit: "< 5%", breach: ${i === 0 ? 'roll back' : 'hold'} }
  - { id: count-${i}, label: Part ${i} in ten minutes, count: fails-${i}, limit: "< 40 in any 10m" }
  - { id: speed-${i}, label: Part ${i} latency, average: speed-${i}, limit: "< 800ms" }`,
  );
  return `# A week of minutes

\`\`\`stagewatch
toggles: [{ key: week }]
stages: [{ id: half, label: Half, percent: 50, length: 7d }]
signals:
${signals}
criteria:
${criteria}
example: { stage: half, started: 6d 23h 58m }
\`\`\`
`;
}
