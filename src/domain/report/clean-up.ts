import type { Plan } from '../plan/plan.ts';
import type { EpochMs } from '../time/time.ts';
import type { KnownAllotment } from '../verdict/known-allotment.ts';
import type { Allotment } from '../verdict/traffic-reading.ts';
import type { StageEvidence } from './report-evidence.ts';

/** Something to do before the launch is really over. */
export interface CleanUpTask {
  readonly id: string;
  readonly text: string;
  readonly state: 'done' | 'open' | 'unknown';
  /** What is known of it, and from where. */
  readonly said: string;
}

/** What a toggle gives now, and whether it was ever there. */
export interface ToggleState {
  readonly toggle: string;
  readonly known: KnownAllotment;
  /** When Flipper last told of a change of it; `null` where it was never seen. */
  readonly seen: EpochMs | null;
}

/** The clean-up of a launch: toggles first, then tickets, then what only people know. */
export function cleanUpTasks(
  plan: Plan,
  toggles: readonly ToggleState[],
  evidence: readonly StageEvidence[],
): readonly CleanUpTask[] {
  return [
    ...toggles.map(toggleTask),
    ...(plan.traffic.length === 0
      ? []
      : [task('old-path', 'Remove the old path', 'unknown', 'Only the code can tell whether it is gone.')]),
    ...tickets(evidence),
    task('dashboards', 'Retire dashboards and monitors made for the launch', 'unknown', 'Only people know.'),
  ];
}

function task(id: string, text: string, state: CleanUpTask['state'], said: string): CleanUpTask {
  return { id, text, state, said };
}

function toggleTask({ toggle, known, seen }: ToggleState): CleanUpTask {
  const id = `toggle:${toggle}`;
  const text = `Remove the toggle ${toggle}`;
  // Flipper counts no readers; code that was hard-wired leaves a toggle behind that nothing asks for.
  if (known.status === 'ok')
    return task(
      id,
      text,
      'open',
      `${sayGate(known.allotment)} Whether anything still reads it is not known.`,
    );
  const { code, httpStatus, message } = known.error;
  // With a status of its own it was the address that nothing was found at, not the toggle.
  if (code !== 'not_found' || httpStatus !== undefined)
    return task(id, text, 'unknown', `Flipper could not be read: ${message}`);
  return seen === null
    ? task(id, text, 'unknown', 'Flipper knows no such toggle, and it was never seen there. Check its name.')
    : task(id, text, 'done', `Flipper has it no more. Its last change there was on ${sayDay(seen)}.`);
}

function sayDay(at: EpochMs): string {
  return `${new Date(at).toISOString().slice(0, 10)} (UTC)`;
}

/** Flipper's own advice: turn a toggle fully on before it goes, since "100 % of actors" still asks who the actor is. */
function sayGate(allotment: Allotment): string {
  const from = allotment.origin === 'entered by hand' ? 'As entered by hand' : 'As read';
  const turn = 'turn it fully on, then remove it';
  if (allotment.percentOfTime === 100) return `${from}, it is still conditional, at 100% of time: ${turn}.`;
  if (allotment.everyone) return `${from}, it is fully on: it can go.`;
  if (allotment.percentOfActors === 100 || allotment.percent === 100)
    return `${from}, it is still conditional, at 100% of actors: ${turn}.`;
  const percent = allotment.percent === null ? 'an unknown share' : `${allotment.percent}%`;
  return `${from}, it gives ${percent} of actors: too early to remove it.`;
}

function tickets(evidence: readonly StageEvidence[]): readonly CleanUpTask[] {
  const open = evidence.flatMap(({ rollbacks }) =>
    rollbacks.flatMap((one) => (one.resolved === null ? one.tickets : [])),
  );
  return [...new Set(open)].map((ticket) =>
    task(
      `ticket:${ticket}`,
      `Close ${ticket}`,
      'open',
      'Named in a roll back that nobody has marked as resolved.',
    ),
  );
}
