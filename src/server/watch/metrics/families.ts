import type { SourceState } from '#server/proxy/proxy.ts';
import type { EpochMs } from '#domain/time/time.ts';
import type { OutboxCount } from '../records/store.ts';
import type { Family, Sample } from './exposition.ts';
import type { LoopDelay } from './loop-delay.ts';
import type { SourceCounts } from './source-counts.ts';

/** One open run, and when it was last judged; `null` where it never was. */
export interface RunAge {
  readonly rollout: string;
  readonly stage: string;
  readonly start: EpochMs;
  readonly judgedAt: EpochMs | null;
  /** After this its verdict no longer stands. */
  readonly staleAfter: EpochMs | null;
}

/** What the process knows of itself. */
export interface Figures {
  readonly now: EpochMs;
  readonly startedAt: EpochMs;
  readonly version: string;
  readonly lastPass: EpochMs | null;
  readonly stalled: boolean;
  readonly judging: boolean;
  readonly runs: readonly RunAge[];
  readonly outbox: readonly OutboxCount[];
  readonly listeners: number;
  readonly sources: readonly SourceState[];
  readonly counts: SourceCounts;
  readonly delay: LoopDelay;
  readonly memory: number;
}

/** Everything `/metrics` tells. Times are in seconds, as Prometheus wants them; no name of a person, no query. */
export function families(figures: Figures): readonly Family[] {
  return [
    ...watcherFamilies(figures),
    ...noticeFamilies(figures),
    ...sourceFamilies(figures),
    ...own(figures),
  ];
}

function watcherFamilies({ now, startedAt, lastPass, stalled, judging, runs }: Figures): readonly Family[] {
  const labelled = (pick: (run: RunAge) => number): readonly Sample[] =>
    runs.map((run) => ({ labels: { rollout: run.rollout, stage: run.stage }, value: pick(run) }));
  return [
    gauge('stagewatch_watcher_last_pass_age_seconds', 'Since the watcher last looked at every run.', [
      // One that never passed is as old as the process.
      { value: (now - (lastPass ?? startedAt)) / 1000 },
    ]),
    gauge('stagewatch_watcher_stalled', '1 where the watcher has not passed for too long.', [
      { value: Number(stalled) },
    ]),
    gauge('stagewatch_judging', '1 in the process that judges, 0 in those that wait.', [
      { value: Number(judging) },
    ]),
    gauge('stagewatch_open_runs', 'Runs that are watched.', [{ value: runs.length }]),
    gauge(
      'stagewatch_run_judged_age_seconds',
      'Since a run was last judged; since its start where it never was.',
      labelled((run) => (now - (run.judgedAt ?? run.start)) / 1000),
    ),
    gauge(
      'stagewatch_run_verdict_stale',
      '1 where the newest verdict of a run is too old to stand.',
      labelled((run) => Number(run.staleAfter === null || now > run.staleAfter)),
    ),
  ];
}

function noticeFamilies({ now, outbox, listeners }: Figures): readonly Family[] {
  const of = (state: OutboxCount['state']): readonly OutboxCount[] =>
    outbox.filter((one) => one.state === state);
  const counts = (state: OutboxCount['state']): readonly Sample[] =>
    of(state).map(({ channel, count }) => ({ labels: { channel }, value: count }));
  return [
    gauge('stagewatch_outbox_waiting', 'Notices not delivered yet.', counts('waiting')),
    gauge('stagewatch_outbox_dead', 'Notices given up: nobody got them.', counts('dead')),
    gauge('stagewatch_outbox_sent', 'Notices delivered and still kept.', counts('sent')),
    gauge(
      'stagewatch_outbox_oldest_waiting_seconds',
      'Age of the oldest notice not delivered yet.',
      of('waiting').map(({ channel, oldest }) => ({ labels: { channel }, value: (now - oldest) / 1000 })),
    ),
    gauge('stagewatch_event_listeners', 'Open streams of server-sent events.', [{ value: listeners }]),
  ];
}

function sourceFamilies({ now, sources, counts }: Figures): readonly Family[] {
  const configured = sources.filter((one) => one.configured && !one.example);
  const labelled = (pick: (one: SourceState) => number | null): readonly Sample[] =>
    configured.flatMap((one) => {
      const value = pick(one);
      return value === null ? [] : [{ labels: { source: one.id }, value }];
    });
  return [
    counter('stagewatch_source_requests_total', 'Requests that left this machine.', counts.requests()),
    counter('stagewatch_source_readings_total', 'Readings of signals, by how they went.', counts.readings()),
    gauge(
      'stagewatch_source_failing',
      '1 where an error of the source stands, if only of one of its queries.',
      labelled((one) => Number(one.lastError !== null)),
    ),
    gauge(
      'stagewatch_source_queries',
      'Queries asked lately.',
      labelled((one) => one.questions?.of ?? null),
    ),
    gauge(
      'stagewatch_source_queries_failing',
      'Of the queries asked lately, those that fail.',
      labelled((one) => one.questions?.failing.length ?? null),
    ),
    gauge(
      'stagewatch_source_last_good_age_seconds',
      'Since a source last answered.',
      labelled((one) => (one.lastGood === null ? null : (now - one.lastGood) / 1000)),
    ),
    gauge(
      'stagewatch_source_circuit_open',
      '1 where a source is left alone for a moment.',
      labelled((one) =>
        one.gate === null || one.gate === undefined ? null : Number(one.gate.circuit !== 'closed'),
      ),
    ),
    gauge(
      'stagewatch_source_budget_left',
      'Requests of this minute that may still be sent.',
      labelled((one) => one.gate?.budget.left ?? null),
    ),
  ];
}

function own({ startedAt, version, delay, memory }: Figures): readonly Family[] {
  const quantiles = [
    { labels: { quantile: '0.5' }, value: delay.p50 },
    { labels: { quantile: '0.99' }, value: delay.p99 },
    { labels: { quantile: '1' }, value: delay.max },
  ];
  return [
    gauge('stagewatch_event_loop_delay_seconds', 'How late the process gets to its work.', quantiles),
    gauge('process_resident_memory_bytes', 'Memory in use.', [{ value: memory }]),
    gauge('process_start_time_seconds', 'When the process began.', [{ value: startedAt / 1000 }]),
    gauge('stagewatch_build_info', 'The version that runs.', [{ labels: { version }, value: 1 }]),
  ];
}

function gauge(name: string, help: string, samples: readonly Sample[]): Family {
  return { name, help, type: 'gauge', samples };
}

function counter(name: string, help: string, samples: readonly Sample[]): Family {
  return { name, help, type: 'counter', samples };
}
