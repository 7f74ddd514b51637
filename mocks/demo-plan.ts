/** The plan all scenarios are judged by: two stages of an hour, one roll-back limit, one success limit, one question. */
export const demoPlan = `# Change of address

\`\`\`stagewatch
zone: America/New_York
toggles:
  - { key: change_of_address, settle: 1m }
stages:
  - { id: stage-a, label: "Stage A", percent: 5, length: 1h }
  - { id: stage-b, label: "Stage B", percent: 25, length: 1h }
  - { id: stage-c, label: "Stage C", percent: 100, length: 1d }
signals:
  attempts: { source: example, kind: count, query: "attempts" }
  failures: { source: example, kind: count, query: "failures" }
  latency: { source: example, kind: duration, unit: ms, weight: attempts, query: "latency" }
  on-new: { source: example, kind: count, query: "people on the new path" }
  on-old: { source: example, kind: count, query: "people on the old path" }
criteria:
  - { id: error-rate, label: Submissions failing, ratio: [failures, attempts], limit: "< 5%", breach: roll back }
  - { id: bursts, label: Failures in any 10 minutes, count: failures, limit: "< 25 in any 10m", breach: roll back }
  - { id: latency, label: Average latency, average: latency, limit: "< 800ms", breach: hold }
  - { id: complaints, label: Call center complaints, ask: { text: "Complaints?", answer: count }, limit: "= 0", stages: [stage-c] }
  - { id: highest, label: Highest latency, max: latency, watch: true }
traffic:
  - { toggle: change_of_address, new: on-new, old: on-old, unit: actors }
\`\`\`
`;

/** The plans a scenario may be judged by. */
export type PlanName = 'demo' | 'relative' | 'people' | 'no-limit' | 'off' | 'two-sources';

/** The same plan compared with its old path as well: failures, and status classes one by one. */
const relativePlan = demoPlan.replace(
  'criteria:\n',
  `  old-attempts: { source: example, kind: count, query: "attempts on the old path" }
  old-failures: { source: example, kind: count, query: "failures on the old path" }
  by-status: { source: example, kind: count, by: status, query: "attempts by status" }
  old-by-status: { source: example, kind: count, by: status, query: "attempts on the old path by status" }
criteria:
  - { id: steady, label: Failing against the old path, ratio: [failures, attempts], baseline: control, control: { signal: old-failures, of: old-attempts }, tolerance: 1.25x, breach: hold }
  - { id: statuses, label: Status codes, classes: { signal: by-status, of: attempts, groups: ["499", "504"] }, baseline: control, control: { signal: old-by-status, of: old-attempts }, tolerance: 1.5x, breach: hold }
`,
);

/** The same plan with questions of every kind, a gate, whom to call, and what a rollback won't undo. */
const peoplePlan = demoPlan
  .replace(
    '  - { id: complaints, label: Call center complaints, ask: { text: "Complaints?", answer: count }, limit: "= 0", stages: [stage-c] }\n',
    `  - { id: complaints, label: Call center complaints, ask: { text: "How many complaints?", answer: count }, limit: "= 0" }
  - { id: feedback, label: Positive feedback, ask: { text: "How many of those asked were positive?", answer: share }, limit: ">= 90%" }
  - { id: processing, label: Easy for VA to process, ask: { text: "Was the data easy for VA to process?", answer: yes-no-na } }
`,
  )
  .replace(
    'traffic:\n',
    `gates:
  - { text: "Confirm whether all applications use it, or VA.gov alone", before: stage-c }
contacts:
  - { for: latency, hours: after, role: Delivery manager, via: phone, ref: delivery-manager-cell }
  - { for: latency, hours: business, role: Site reliability engineers, via: Slack }
  - { for: errors, hours: always, role: Engineer who watches the logs, via: Slack }
not-undone: ["Addresses already saved stay saved", "Errors cached for 24 hours"]
traffic:
`,
  );

/** Latency is asked for without a number: it can neither pass nor fail. */
const noLimitPlan = demoPlan.replace('average: latency, limit: "< 800ms", breach: hold', 'average: latency');

/** The second stage turns the toggle off on purpose. */
const offPlan = demoPlan.replace(
  '{ id: stage-b, label: "Stage B", percent: 25, length: 1h }',
  '{ id: stage-b, label: "Stage B", percent: 0, length: 1h, off: true }',
);

/** Latency comes from another source than the counts. */
const twoSourcesPlan = demoPlan.replace('latency: { source: example', 'latency: { source: datadog');

export const demoPlans: Readonly<Record<PlanName, string>> = {
  demo: demoPlan,
  relative: relativePlan,
  people: peoplePlan,
  'no-limit': noLimitPlan,
  off: offPlan,
  'two-sources': twoSourcesPlan,
};
