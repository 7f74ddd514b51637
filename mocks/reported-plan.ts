/** A plan some weeks after its launch: everything about it is typed, and its numbers do not add up. */
export const reportedPlan = `# Change of address

## Stages

### Stage E: 100%

- Percentage of users: 100%

## Post-launch metrics

### 1-week results

- Number of unique users:
- Post-launch KPI 1 actual: error rate:
- Any issues with VA handling/processing?: [PICK_ONE]: yes | no | N/A

### 1-month results

- Number of unique users:
- Post-launch KPI 1 actual: error rate:

\`\`\`stagewatch
toggles: [{ key: change_of_address }]
stages: [{ id: stage-e, label: "Stage E: 100%", percent: 100, length: 3d }]
kpis:
  - { id: error-rate, label: Error rate, ratio: [failures, successes + failures], target: "< 5%" }
identities:
  - successes + failures = submissions
  - users <= successes + failures
checkins: [{ id: 1-week, after: 7d, from: stage-e }, { id: 1-month, after: 30d, from: stage-e }]
\`\`\`
`;
