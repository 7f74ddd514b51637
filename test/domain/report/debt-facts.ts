import { figure, standing, type Figure } from '../../../src/domain/report/figure.ts';
import { readTyped } from '../../../src/domain/report/typed-value.ts';
import { readPlan } from '../../../src/domain/plan/read-plan.ts';
import type { Plan } from '../../../src/domain/plan/plan.ts';

/** A plan without signals for its KPIs: everything is typed. `target` as in the block, or none. */
export function debtPlan(target: string | null): Plan {
  const read = readPlan(`# Dispute a debt

\`\`\`stagewatch
stages: [{ id: stage-e, label: Stage E, percent: 100, length: 3d }]
toggles: [{ key: dispute_debt }]
kpis:
  - { id: error-rate, label: Error rate, ratio: [failures, successes + failures]${target === null ? '' : `, target: "${target}"`} }
identities:
  - successes + failures = submissions
  - users <= successes + failures
  - confirmations <= successes
\`\`\`
`);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.plan;
}

/** Values as a person types them. */
export function typed(values: Readonly<Record<string, string>>): ReadonlyMap<string, Figure> {
  return standing(
    Object.entries(values).map(([name, text]) => {
      const read = readTyped(text);
      if (typeof read === 'string') throw new Error(read);
      return figure(name, read.unit, read.value, {
        ...read,
        origin: 'entered',
        source: 'sheet',
        by: 'Ana',
        at: 1,
      });
    }),
  );
}

/** What was reported a week and a month after the launch. */
export const week = {
  submissions: '517',
  successes: '445',
  failures: '27',
  confirmations: '445',
  'error-rate': '5.7% (472/27)',
};
export const month = { users: '4,368', successes: '2,299', confirmations: '2,299', 'error-rate': '17.8%' };
