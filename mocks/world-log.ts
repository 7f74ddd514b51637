import type { JournalEntry } from '#contract/journal.ts';
import type { EventsElsewhere } from '#contract/stage-events.ts';
import { minute } from '#domain/time/time.ts';
import type { Run } from '#domain/verdict/run.ts';
import type { Verdict } from '#domain/verdict/verdict.ts';
import { rolloutId } from './world-views.ts';

interface Head {
  readonly id: string;
  readonly rollout: string;
  readonly stage: string;
  readonly run: string;
  readonly at: number;
  readonly by: string;
}

/** What every line begins with, so many minutes into the run. */
function head(run: Run, id: string, after: number, by: string): Head {
  return { id, rollout: rolloutId, stage: run.stage, run: run.id, at: run.start + after * minute, by };
}

/** The rollout's log and what others marked meanwhile; both empty where nothing runs. */
export function logsOf(
  run: Run | null,
  verdict: Verdict,
): { readonly log: readonly JournalEntry[]; readonly elsewhere: EventsElsewhere } {
  return run === null
    ? { log: [], elsewhere: { entries: [], leftOut: [] } }
    : { log: logOf(run, verdict), elsewhere: elsewhereOf(run) };
}

/** A log with every kind of line, newest first. Only the verdict it decides on is the judge's. */
function logOf(run: Run, verdict: Verdict): readonly JournalEntry[] {
  return [
    ...seenBySystems(run),
    ...reported(run),
    ...alerted(run),
    ...settled(run),
    ...decided(run, verdict),
  ].toSorted((a, b) => b.at - a.at);
}

function seenBySystems(run: Run): readonly JournalEntry[] {
  return [
    {
      ...head(run, 'line-01', 0, 'Flipper'),
      kind: 'allotment',
      toggle: 'change_of_address',
      from: 5,
      to: 25,
      origin: 'flipper',
    },
    {
      ...head(run, 'line-05', 9, 'Stagewatch'),
      kind: 'gap',
      from: run.start + 7 * minute,
      to: run.start + 9 * minute,
    },
  ];
}

function reported(run: Run): readonly JournalEntry[] {
  const said = {
    kind: 'observation',
    criterion: 'complaints',
    topic: 'complaints',
    severity: null,
    covers: null,
    note: '',
    source: 'Call center',
    ticket: null,
  } as const;
  return [
    {
      ...head(run, 'line-02', 4, 'Engineer'),
      kind: 'event',
      what: 'deploy',
      from: run.start + 4 * minute,
      to: null,
      note: 'Address form 1.4',
    },
    {
      ...head(run, 'line-03', 6, 'Product manager'),
      ...said,
      said: { kind: 'count', count: 3 },
      corrects: null,
    },
    {
      ...head(run, 'line-04', 7, 'Product manager'),
      ...said,
      said: { kind: 'count', count: 0 },
      corrects: 'line-03',
      note: 'Those were about another form.',
    },
    {
      ...head(run, 'line-11', 26, 'Engineer'),
      kind: 'event',
      what: 'planned outage',
      from: run.start,
      to: run.start + 2 * minute,
      note: 'Database',
    },
    {
      ...head(run, 'line-12', 27, 'Engineer'),
      kind: 'left-out',
      event: 'line-11',
      leftOut: true,
      reason: 'It was announced.',
    },
  ];
}

function alerted(run: Run): readonly JournalEntry[] {
  const about = { alert: `${run.id}.error-rate` };
  return [
    {
      ...head(run, 'line-06', 21, 'Stagewatch'),
      kind: 'alert',
      ...about,
      change: 'opened',
      state: 'roll-back',
      about: 'error-rate',
      reason: 'Submissions failing broke its roll-back limit.',
      evidence: '90 of 400 failed.',
    },
    {
      ...head(run, 'line-07', 22, 'Engineer'),
      kind: 'take',
      ...about,
      note: 'Looking at the gateway.',
      nextLook: run.start + 37 * minute,
    },
    {
      ...head(run, 'line-08', 23, 'Engineer'),
      kind: 'hand-over',
      ...about,
      to: 'Product manager',
      note: 'I leave at noon.',
    },
  ];
}

function settled(run: Run): readonly JournalEntry[] {
  return [
    {
      ...head(run, 'line-09', 24, 'Product manager'),
      kind: 'accept',
      criterion: 'latency',
      reason: 'The slow batch is known.',
      until: run.start + 1440 * minute,
      state: 'over',
      value: 900,
    },
    {
      ...head(run, 'line-10', 25, 'Product manager'),
      kind: 'check',
      gate: 'Confirm all forms',
      closed: true,
      note: '',
    },
  ];
}

function decided(run: Run, verdict: Verdict): readonly JournalEntry[] {
  const back = {
    kind: 'decision',
    choice: 'roll-back',
    version: 2,
    agreed: ['Product owner'],
    toPercent: 0,
    extendBy: null,
    evidence: verdict,
  } as const;
  return [
    {
      ...head(run, 'line-13', 28, 'Product manager'),
      ...back,
      choice: 'hold',
      version: 1,
      toPercent: null,
      reason: 'We look at it first.',
      rollback: null,
    },
    {
      ...head(run, 'line-14', 30, 'Product manager'),
      ...back,
      reason: 'Submissions failing broke its limit.',
      rollback: { severity: '', tickets: [] },
    },
    {
      ...head(run, 'line-15', 33, 'Stagewatch'),
      kind: 'carried-out',
      decision: 'line-14',
      after: 3 * minute,
    },
  ];
}

/** What another team marked meanwhile. */
function elsewhereOf(run: Run): EventsElsewhere {
  const entry: JournalEntry = {
    ...head(run, 'elsewhere-1', 15, 'Another team'),
    rollout: 'change-of-email',
    kind: 'event',
    what: 'deploy',
    from: run.start + 15 * minute,
    to: null,
    note: 'Shared gateway 2.0',
  };
  return { entries: [{ rollout: 'change-of-email', title: 'Change of e-mail', entry }], leftOut: [] };
}
