import * as z from 'zod';
import type { Allotment } from '#contract/verdict.ts';
import type { EpochMs } from '#domain/time/time.ts';
import { failure, type SourceFailure } from '../metric-source.ts';

/** A feature as Flipper's API gives it. Gates are found by key: their order and number differ between versions. */
export const feature = z.looseObject({
  key: z.string(),
  gates: z.array(z.looseObject({ key: z.string(), value: z.unknown() })),
});
type Feature = z.infer<typeof feature>;

export const features = z.looseObject({ features: z.array(feature) });

/** `{"code":1,"message":"Feature not found."}`; other ways of not finding anything have no code. */
export const flipperError = z.looseObject({ code: z.number(), message: z.string() });

/**
 * What the gates give together. Everyone: boolean on, or 100 % of time. 100 % of actors stays a percentage: checks
 * without an actor still get off. Actors are counted and forgotten here; an actor id can be an e-mail address.
 */
export function allotmentOf(found: Feature, now: EpochMs): Allotment | SourceFailure {
  const gate = (key: string): unknown => found.gates.find((one) => one.key === key)?.value;
  const actors = percentage(gate('percentage_of_actors'));
  const time = percentage(gate('percentage_of_time'));
  const on = switched(gate('boolean'));
  if (actors === undefined || time === undefined || on === undefined) {
    const message = `Flipper gives "${found.key}" a gate this version can't read. Look at it in Flipper.`;
    return failure('schema_drift', message);
  }
  const expression = gate('expression') !== null && gate('expression') !== undefined;
  const [named, groups] = [lengthOf(gate('actors')), lengthOf(gate('groups'))];
  return allotmentOfGates({ key: found.key, on, actors, time, named, groups, expression }, 'flipper', now);
}

/** The gates of a toggle, whichever way they were read. Actors are a number here already. */
export interface Gates {
  readonly key: string;
  /** The boolean gate: on for everybody. */
  readonly on: boolean;
  readonly actors: number | null;
  readonly time: number | null;
  readonly named: number;
  readonly groups: number;
  readonly expression: boolean;
}

export function allotmentOfGates(gates: Gates, origin: Allotment['origin'], at: EpochMs): Allotment {
  const everyone = gates.on || gates.time === 100;
  return {
    toggle: gates.key,
    percent: percentOf(everyone, gates.expression, gates.actors ?? 0, gates.time ?? 0),
    everyone,
    percentOfActors: gates.actors,
    percentOfTime: gates.time,
    actors: gates.named,
    groups: gates.groups,
    expression: gates.expression,
    origin,
    at,
    by: null,
    since: null,
  };
}

/** Either gate opens it, each by itself: 1 - (1 - actors)(1 - time). An expression may give anything. */
function percentOf(everyone: boolean, expression: boolean, actors: number, time: number): number | null {
  if (everyone) return 100;
  if (expression) return null;
  return Number((100 - (100 - actors) * (1 - time / 100)).toPrecision(12));
}

/** Flipper writes percentages as text; unset is null. `undefined`: not a percentage at all. */
function percentage(value: unknown): number | null | undefined {
  if (value === null || value === undefined) return null;
  const n = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof n === 'number' && n >= 0 && n <= 100 ? n : undefined;
}

function switched(value: unknown): boolean | undefined {
  if (value === true || value === 'true') return true;
  return value === null || value === undefined || value === false || value === 'false' ? false : undefined;
}

function lengthOf(value: unknown): number {
  return Array.isArray(value) ? value.length : 0;
}
