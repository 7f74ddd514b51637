import { expect } from 'vitest';
import { hour, minute, serverRig, type ServerRig } from './server-rig.ts';

const day = 24 * hour;

/** The dispute form: five stages, nothing measured, and what was told of each (failures, attempts). */
export const debtStages = [
  ['stage-a', 1, '0', '8'],
  ['stage-b', 5, '0', '18'],
  ['stage-c', 20, '3', '68'],
  ['stage-d', 50, '15', '117'],
  ['stage-e', 100, '30', '188'],
] as const;

export function debtPlan(target: string | null): string {
  const stages = debtStages.map(
    ([
      id,
      percent,
    ]) => `### ${id.replace('stage-', 'Stage ').replace(/.$/, (letter) => letter.toUpperCase())}: ${percent}%

#### Results

- Number of unique users:
- Was any downstream service affected by the change?
- What changes (if any) are necessary?
`,
  );
  return `# Disputes

${stages.join('\n')}
### 1-week results

- Number of unique users:
- Post-launch KPI 1 actual: error rate:

### 1-month results

- Number of unique users:
- Post-launch KPI 1 actual: error rate:

\`\`\`stagewatch
toggles: [{ key: disputes, settle: 1m }]
stages:
${debtStages.map(([id, percent]) => `  - { id: ${id}, percent: ${percent}, length: 1h }`).join('\n')}
kpis: [{ id: error-rate, label: Error rate, ratio: [failures, successes + failures]${target === null ? '' : `, target: "${target}"`} }]
identities: [successes + failures = submissions, users <= successes + failures, confirmations <= successes]
\`\`\`
`;
}

/** Runs the five stages an hour each, then lets a month pass. */
export async function debtLaunch(target: string | null): Promise<ServerRig> {
  const rig = await serverRig({ plans: { disputes: debtPlan(target) } });
  const pass = async (ms: number): Promise<void> => {
    await rig.after(ms);
    await rig.watcher.frozen();
  };
  for (const [, percent] of debtStages) {
    rig.answers.allotments = { disputes: percent };
    await pass(minute);
    await pass(hour);
  }
  const decision = { who: 'Ana', choice: 'advance', reason: 'It is out, with nothing that could be judged.' };
  const decided = await rig.post('/api/rollouts/disputes/stages/stage-e/decisions', decision);
  expect([decided.status, await decided.text()]).toEqual([201, expect.anything()]);
  await pass(hour);
  await pass(7 * day);
  await pass(23 * day + hour);
  return rig;
}

/** Types a number or words as a person would, and expects it to be taken. */
export async function typeIn(rig: ServerRig, path: string, body: object): Promise<void> {
  const response = await rig.post(`/api/rollouts/disputes/${path}`, {
    who: 'Ana',
    source: 'the weekly sheet',
    ...body,
  });
  expect([response.status, await response.text()]).toEqual([201, expect.anything()]);
}

/** Everything that was told of the launch, typed. */
export async function typeDebtFacts(rig: ServerRig): Promise<void> {
  for (const [stage, , failures, successes] of debtStages) {
    await typeIn(rig, `stages/${stage}/results`, { do: 'value', name: 'failures', text: failures });
    await typeIn(rig, `stages/${stage}/results`, { do: 'value', name: 'successes', text: successes });
  }
  const looks = {
    '1-week': { submissions: '517', successes: '445', failures: '27', 'error-rate': '5.7% (472/27)' },
    '1-month': { users: '4,368', successes: '2,299', confirmations: '2,299', 'error-rate': '17.8%' },
  };
  for (const [look, values] of Object.entries(looks))
    for (const [name, text] of Object.entries(values))
      await typeIn(rig, `kpis/${look}`, { do: 'value', name, text });
}
