import { expect, it } from 'vitest';
import { buildWorld } from '../../mocks/world.ts';
import type { StageView } from '../../src/contract/rollout.ts';
import type { VerdictState } from '../../src/domain/verdict/verdict.ts';
import { sayClock } from '../../src/web/screens/stage/clock-model.ts';

// Forty minutes into an hour: the run began at 8:20 a.m. Eastern time.
const now = Date.UTC(2025, 6, 28, 13, 0);
const minute = 60_000;

function running(changes: Partial<NonNullable<StageView['run']>> = {}, state?: VerdictState): StageView {
  const view = buildWorld('healthy', now).stage('stage-b');
  if (view?.run === undefined || view.run === null) throw new Error('no run is open');
  return {
    ...view,
    run: { ...view.run, ...changes },
    verdict: { ...view.verdict, state: state ?? view.verdict.state },
  };
}

function decidedTimes(decisions: number): StageView {
  return { ...running(), deciding: { decisions, advance: [], back: null } };
}

function tagged(view: StageView, tag: string): StageView {
  return { ...view, verdict: { ...view.verdict, tags: [tag] } };
}

function notStarted(): StageView {
  const view = buildWorld('not-started', now).stage('stage-b');
  if (view === undefined) throw new Error('there is no stage');
  return view;
}

const began = 'Started Monday, July 28, 2025, 8:20 a.m. ET (12:20 UTC).';
const ends = 'Ends Monday, July 28, 2025, 9:20 a.m. ET (13:20 UTC).';
const waits = 'Earliest decision to advance: when it ends. A roll back can be decided now.';

it.each<readonly [string, StageView, number, string]>([
  ['no run', notStarted(), now, 'No run is open. Nothing is being judged.'],
  ['running', running(), now, `20 minutes left. ${ends} ${waits} ${began}`],
  [
    'seconds tick by the minute before the last five',
    running(),
    now + 30_000,
    `19 minutes left. ${ends} ${waits} ${began}`,
  ],
  [
    'and by the second in them',
    running(),
    now + 15 * minute + 1_000,
    `4 minutes 59 seconds left. ${ends} ${waits} ${began}`,
  ],
  [
    'overdue',
    decidedTimes(0),
    now + 60 * minute,
    `Overdue 40 minutes. Nobody has decided. Earliest decision: now. Planned to end Monday, July 28, 2025, 9:20 a.m. ET (13:20 UTC). ${began}`,
  ],
  [
    'overdue, and decided to hold',
    decidedTimes(1),
    now + 60 * minute,
    `Overdue 40 minutes. What was decided keeps it running. Earliest decision: now. Planned to end Monday, July 28, 2025, 9:20 a.m. ET (13:20 UTC). ${began}`,
  ],
  [
    'decided before its end',
    running({}, 'rolling-back'),
    now,
    `20 minutes left. ${ends} It has been decided. ${began}`,
  ],
  [
    'advanced before its end over something worse',
    tagged(running({}, 'blind'), 'Advance decided'),
    now,
    `20 minutes left. ${ends} It has been decided. ${began}`,
  ],
  [
    'overdue, and decided',
    running({}, 'rolling-back'),
    now + 60 * minute,
    `Past its planned end by 40 minutes. It has been decided. Planned to end Monday, July 28, 2025, 9:20 a.m. ET (13:20 UTC). ${began}`,
  ],
  [
    'ended early',
    running({ end: now }),
    now,
    'Ran from Monday, July 28, 2025, 8:20 a.m. ET (12:20 UTC) to Monday, July 28, 2025, 9:00 a.m. ET (13:00 UTC). It lasted 40 minutes, 20 minutes shorter than planned.',
  ],
  ['no length', running({ length: null }), now, `Running for 40 minutes. ${began} The plan gives no length.`],
])('%s', (_, view, at, text) => {
  expect(sayClock(view, at).join(' ')).toBe(text);
});

it('says both clocks of a stage over days: hours by the minute', () => {
  const long = running({ length: 3 * 24 * 60 * minute });
  expect(sayClock(long, now)[0]).toBe('2 days 23 hours left.');
});
