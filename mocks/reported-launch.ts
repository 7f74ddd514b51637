import type { ReportView } from '#contract/report-view.ts';
import type { Plan } from '#domain/plan/plan.ts';
import { figure, standing, type Figure } from '#domain/report/figure.ts';
import { kpiResult } from '#domain/report/kpi-result.ts';
import { kpiPoint, ratePoint, type Trend } from '#domain/report/trend.ts';
import { readTyped } from '#domain/report/typed-value.ts';
import { withWorkedOut } from '#domain/report/worked-out.ts';
import { day, type EpochMs } from '#domain/time/time.ts';

const typed: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  '1-week': { submissions: '517', successes: '445', failures: '27', 'error-rate': '5.7% (472/27)' },
  '1-month': { users: '4,368', successes: '2,299', 'error-rate': '17.8%' },
};

export const looks = [
  { id: '1-week', label: '1 week', after: 7 * day },
  { id: '1-month', label: '1 month', after: 30 * day },
] as const;

const stages = [
  ['stage-a', 'Stage A', 0, 8],
  ['stage-b', 'Stage B', 0, 18],
  ['stage-c', 'Stage C', 3, 71],
  ['stage-d', 'Stage D', 15, 132],
  ['stage-e', 'Stage E', 30, 218],
] as const;

/** The figures of a check-in, typed by people. */
export function figuresAt(plan: Plan, id: string, at: EpochMs): ReadonlyMap<string, Figure> {
  const own = Object.entries(typed[id] ?? {}).flatMap(([name, text]) => {
    const value = readTyped(text);
    return typeof value === 'string'
      ? []
      : [
          figure(name, value.unit, value.value, {
            ...value,
            origin: 'entered',
            by: 'A. Manager',
            source: 'the weekly sheet',
            at,
            example: true,
          }),
        ];
  });
  return withWorkedOut(plan, standing(own));
}

/** The rate from the first stage to the month, as the plan and people tell it. */
export function trendsOf(plan: Plan, start: EpochMs): readonly Trend[] {
  const ofStages = stages.flatMap(([id, label, events, of]) => {
    const origin = 'as the plan says';
    return ratePoint({ id, label, kind: 'stage', origin }, { events, of, about: false }) ?? [];
  });
  return plan.kpis.map((kpi) => ({
    kpi: kpi.id,
    label: kpi.label,
    points: [
      ...(kpi.measure === null ? [] : ofStages),
      ...looks.flatMap(({ id, label }) => {
        const result = kpiResult(kpi, figuresAt(plan, id, start), plan.identities);
        return kpiPoint({ id, label, kind: 'check-in', origin: 'entered by hand' }, result) ?? [];
      }),
    ],
  }));
}

/** The last stage, with what people know of it. */
export function stageRun(start: EpochMs): ReportView['stages'][number] {
  const open = { value: null, from: null } as const;
  return {
    stage: 'stage-e',
    label: 'Stage E: 100%',
    attempt: 1,
    labels: [
      { label: 'Number of unique users', kind: 'text', value: 'Not measured', from: 'users' },
      {
        label: 'Was any downstream service affected by the change?',
        kind: 'pick',
        value: 'yes: time-outs behind the form (3)',
        from: 'observations',
      },
      { label: 'What changes are necessary?', kind: 'text', ...open },
      { label: 'Call center complaints', kind: 'text', value: '2', from: 'entered' },
    ],
    numbers: [{ name: 'failures', label: 'failures', said: 'No number', origin: '' }],
    entered: [
      {
        about: 'Call center complaints',
        text: '2',
        source: 'the call center’s weekly sheet',
        by: 'A. Manager',
        at: start + day,
        reason: null,
      },
    ],
  };
}
