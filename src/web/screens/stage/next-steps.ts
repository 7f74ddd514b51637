import type { StageView } from '#contract/rollout.ts';
import { isRequired, type ReadingState } from '#domain/verdict/reading.ts';
import { saySource } from '#domain/verdict/say-value.ts';
import type { Choice } from '#domain/verdict/goes-against.ts';

/** Something to do about a verdict: a place on this page, another page, or Flipper. */
export interface NextStep {
  readonly label: string;
  readonly to: string;
  /** Leaves Stagewatch. */
  readonly outside?: boolean;
}

/** The controls of a verdict, the first of them what its "Next" sentence says (the table of verdicts in the help). */
export function nextSteps(view: StageView): readonly NextStep[] {
  const { verdict, rollout } = view;
  const path = `/rollouts/${encodeURIComponent(rollout.id)}`;
  switch (verdict.state) {
    case 'roll-back':
      return brokenSteps(view);
    case 'off-plan':
      return [
        ...flipper(view),
        here('Enter the percentage', 'record'),
        ...decide('Record a decision', 'hold'),
      ];
    case 'blind':
      return [
        ...unseen(view),
        { label: 'See sources', to: '/sources' },
        ...decide('Record rollback', 'roll-back'),
      ];
    case 'traffic':
      return [here('Likely causes', 'traffic'), ...decide('Record hold', 'hold')];
    case 'over':
      return isUncertain(view)
        ? [...decide('Extend the stage', 'extend'), ...criterionOf(view)]
        : [...decide('Record hold', 'hold'), ...criterionOf(view)];
    case 'no-limit':
      return [
        { label: 'Set a limit', to: `/rollouts/new?of=${encodeURIComponent(rollout.id)}` },
        ...criterionOf(view),
      ];
    case 'thin':
      return [
        ...decide('Extend the stage', 'extend'),
        here('Accept the risk', 'accept'),
        ...decide('Decide anyway', 'advance'),
      ];
    case 'people':
      return missingSteps(view, path);
    case 'watching':
      return [...closest(view)];
    case 'ready':
      return decide(sayAdvance(view), 'advance');
    case 'not-started':
      return [{ label: 'See what’s open in the plan', to: `${path}/plan` }, here('Start watching', 'record')];
    case 'off-by-plan':
      return gates(view);
    case 'rolling-back':
      return [
        ...flipper(view).filter((one) => one.outside === true),
        here('Toggles to turn off', 'turn-off'),
      ];
    case 'rolled-back':
      return [{ label: 'Finish the rollback record', to: `${path}/log` }];
    case 'advanced':
      return view.next === undefined || view.next === null
        ? [{ label: 'See the log', to: `${path}/log` }]
        : [{ label: `Go to ${view.next.label}`, to: `${path}/stages/${encodeURIComponent(view.next.id)}` }];
    case 'complete':
      return [{ label: 'Open the KPIs', to: `${path}/kpis/1-week` }];
    case 'starting':
      return [];
  }
}

function here(label: string, part: string): NextStep {
  return { label, to: `#${part}` };
}

/** Opens the decision form with this choice made; nothing where no run is open to decide about. */
function decide(label: string, choice: Choice): readonly NextStep[] {
  return [here(label, `decide=${choice}`)];
}

/** The first toggle to turn off, where Flipper's address is known; else the list of them. */
function flipper({ people }: StageView): readonly NextStep[] {
  const [first] = people.turnOff;
  const link = first === undefined ? undefined : people.toggleLinks?.[first];
  if (link !== undefined) return [{ label: 'Open Flipper', to: link, outside: true }];
  return first === undefined ? [] : [here('Toggles to turn off', 'turn-off')];
}

function brokenSteps(view: StageView): readonly NextStep[] {
  const reading = about(view);
  if (reading?.state === 'broke-earlier')
    return [...decide('Record decision', 'hold'), ...decide('Record rollback', 'roll-back')];
  return [
    ...flipper(view),
    ...decide('Record rollback', 'roll-back'),
    ...decide('Hold instead', 'hold'),
    ...criterionOf(view),
  ];
}

function missingSteps(view: StageView, path: string): readonly NextStep[] {
  const asked = view.verdict.readings.find((one) => one.group === 'people' && one.state === 'not-asked');
  const open = gates(view);
  const steps = [
    ...(asked === undefined
      ? []
      : [here('Add observation', `report=${encodeURIComponent(asked.criterion)}`)]),
    ...open,
  ];
  return steps.length > 0 ? steps : [{ label: 'See the plan', to: `${path}/plan` }];
}

function gates({ people }: StageView): readonly NextStep[] {
  return people.gates.some((gate) => gate.closed === null) ? [here('Close the gate', 'gates')] : [];
}

function about({ verdict }: StageView): StageView['verdict']['readings'][number] | undefined {
  return verdict.readings.find((one) => one.criterion === verdict.about);
}

function isUncertain(view: StageView): boolean {
  return about(view)?.state === 'over-not-certain';
}

/** The page of the criterion a verdict is about. */
function criterionOf(view: StageView): readonly NextStep[] {
  const reading = about(view);
  return reading === undefined ? [] : [openCriterion(view, reading)];
}

/** The first required row that a source takes along: its page has the query and the way to the source. */
function unseen(view: StageView): readonly NextStep[] {
  const { about: source, readings } = view.verdict;
  const row = readings.find((one) => one.source === source && isRequired(one) && unseenStates.has(one.state));
  if (row === undefined) return criterionOf(view);
  const { to } = openCriterion(view, row);
  return [{ label: row.state === 'no-traffic' ? 'Check the query' : `Check ${saySource(row.source)}`, to }];
}

const unseenStates: ReadonlySet<ReadingState> = new Set(['source-error', 'stale', 'no-data', 'no-traffic']);

function closest(view: StageView): readonly NextStep[] {
  const close = view.verdict.readings.find((one) => one.state === 'close');
  return close === undefined ? [] : [openCriterion(view, close)];
}

function openCriterion(
  { rollout, stage }: StageView,
  { criterion, label }: StageView['verdict']['readings'][number],
): NextStep {
  const path = `/rollouts/${encodeURIComponent(rollout.id)}/stages/${encodeURIComponent(stage.id)}`;
  return { label: `Open ${label}`, to: `${path}/criteria/${encodeURIComponent(criterion)}` };
}

function sayAdvance({ next }: StageView): string {
  if (next === undefined || next === null) return 'Record the decision';
  return next.percent === null
    ? `Advance to ${next.label}`
    : `Advance to ${next.percent}%${next.percent === 0 ? ' (off)' : ''}`;
}
