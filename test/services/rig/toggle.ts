import { crc32 } from 'node:zlib';

/** A toggle as Flipper keeps it. */
export interface RigToggle {
  readonly key: string;
  on: boolean;
  percentOfActors: number | null;
  readonly actors: Set<string>;
}

/** Flipper's own rule since 0.11: the feature's name and the actor's id, hashed, in thousandths of a percent. */
export function isInPercentage(key: string, actor: string, percent: number): boolean {
  return crc32(key + actor) % 100_000 < percent * 1000;
}

export function isEnabled(toggle: RigToggle, actor: string): boolean {
  return (
    toggle.on || toggle.actors.has(actor) || isInPercentage(toggle.key, actor, toggle.percentOfActors ?? 0)
  );
}

/** One feature as Flipper's HTTP API gives it: values are text, unset is null. */
export function flipperFeature(toggle: RigToggle): unknown {
  const { key, on, percentOfActors, actors } = toggle;
  const isOpen = actors.size > 0 || (percentOfActors ?? 0) > 0;
  const conditional = isOpen ? 'conditional' : 'off';
  return {
    key,
    state: on ? 'on' : conditional,
    gates: [
      { key: 'boolean', value: on ? 'true' : null, name: 'boolean' },
      { key: 'expression', value: null, name: 'expression' },
      { key: 'actors', value: [...actors], name: 'actor' },
      {
        key: 'percentage_of_actors',
        value: percentOfActors === null ? null : String(percentOfActors),
        name: 'percentage_of_actors',
      },
      { key: 'percentage_of_time', value: null, name: 'percentage_of_time' },
      { key: 'groups', value: [], name: 'group' },
    ],
  };
}
