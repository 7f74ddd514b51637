import { nameHint } from './nearest-name.ts';
import type { Plan, PlanProblem } from './plan.ts';
import { kpiNames } from './kpi-names.ts';
import { signalsOf } from './read-criterion.ts';
import { identityNames } from '../report/identities.ts';

/** Every name in the block that points at nothing, with the nearest name that exists. */
export function unknownReferences(plan: Plan): readonly PlanProblem[] {
  const signals = plan.signals.map((signal) => signal.id);
  const stages = plan.stages.map((stage) => stage.id);
  const toggles = plan.toggles.map((toggle) => toggle.key);
  // What identities speak of may be entered by hand.
  const figures = [...signals, ...plan.identities.flatMap(identityNames)];
  return [
    ...plan.criteria.flatMap((criterion) => {
      const by = `criterion "${criterion.id}"`;
      const used = [
        ...signalsOf(criterion.measure),
        ...(criterion.baseline?.kind === 'control' ? Object.values(criterion.baseline.signals) : []),
      ];
      return [
        ...used.flatMap((name) => missing('signal', name, signals, by, criterion.line)),
        ...[...(criterion.stages ?? []), ...Object.keys(criterion.limits)].flatMap((name) =>
          missing('stage', name, stages, by, criterion.line),
        ),
      ];
    }),
    ...plan.kpis.flatMap((kpi) =>
      kpi.measure === null
        ? []
        : kpiNames(kpi.measure).flatMap((name) =>
            missing('signal', name, figures, `KPI "${kpi.id}"`, kpi.line),
          ),
    ),
    ...plan.signals.flatMap((signal) =>
      [signal.weight, signal.heartbeat].flatMap((name) =>
        name === null ? [] : missing('signal', name, signals, `signal "${signal.id}"`, signal.line),
      ),
    ),
    ...plan.traffic.flatMap((rule) => [
      ...missing('toggle', rule.toggle, toggles, 'traffic', rule.line),
      ...missing('signal', rule.newPath, signals, 'traffic', rule.line),
      ...missing('signal', rule.oldPath, signals, 'traffic', rule.line),
    ]),
    ...(plan.example === null ? [] : missing('stage', plan.example.stage, stages, 'example', 1)),
  ];
}

function missing(
  kind: string,
  name: string,
  known: readonly string[],
  by: string,
  line: number,
): readonly PlanProblem[] {
  if (known.includes(name)) return [];
  const message = `${by} names the ${kind} "${name}", which the plan does not define.${nameHint(name, known)}`;
  return [{ line, column: null, message }];
}
