import type { StageView } from '#contract/rollout.ts';
import { sayDuration, sayTimeLeft } from '#domain/time/duration.ts';
import type { EpochMs } from '#domain/time/time.ts';
import { sayInstant } from '#domain/time/zone.ts';
import { plannedEnd } from '#domain/verdict/run.ts';
import { isSettled } from '#domain/verdict/severity.ts';
import { advanceDecided } from '#domain/verdict/verdict.ts';

/** The stage's clock in sentences: how long is left, when it ends, and when it may be decided. A clock running out decides nothing. */
export function sayClock(view: StageView, now: EpochMs): readonly string[] {
  const { run } = view;
  const { zone } = view.rollout;
  if (run === null) return ['No run is open. Nothing is being judged.'];
  const started = `Started ${sayInstant(run.start, zone)}.`;
  if (run.end !== null)
    return [
      `Ran from ${sayInstant(run.start, zone)} to ${sayInstant(run.end, zone)}.`,
      ...sayLasted(run.end - run.start, run.length),
    ];
  const end = plannedEnd(run);
  if (end === null)
    return [`Running for ${sayTimeLeft(now - run.start)}.`, started, 'The plan gives no length.'];
  const isDecided = isSettled(view.verdict.state) || view.verdict.tags.includes(advanceDecided);
  if (end > now)
    return [
      `${sayTimeLeft(end - now)} left.`,
      `Ends ${sayInstant(end, zone)}.`,
      isDecided
        ? 'It has been decided.'
        : 'Earliest decision to advance: when it ends. A roll back can be decided now.',
      started,
    ];
  const kept =
    (view.deciding?.decisions ?? 0) > 0 ? 'What was decided keeps it running.' : 'Nobody has decided.';
  return [
    ...(isDecided
      ? [`Past its planned end by ${sayTimeLeft(now - end)}.`, 'It has been decided.']
      : [`Overdue ${sayTimeLeft(now - end)}.`, `${kept} Earliest decision: now.`]),
    `Planned to end ${sayInstant(end, zone)}.`,
    started,
  ];
}

function sayLasted(lasted: number, planned: number | null): readonly string[] {
  if (planned === null) return [`It lasted ${sayDuration(lasted)}; the plan gives no length.`];
  const off = lasted - planned;
  const size = sayDuration(Math.abs(off));
  if (Math.abs(off) < 60_000) return [`It lasted ${sayDuration(lasted)}, as planned.`];
  return [`It lasted ${sayDuration(lasted)}, ${size} ${off > 0 ? 'longer' : 'shorter'} than planned.`];
}
