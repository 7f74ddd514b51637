import type { Allotment } from '../../src/domain/verdict/traffic-reading.ts';

/** A toggle that Flipper gives to nobody: no gate is set. */
export function plainAllotment(toggle: string): Allotment {
  return {
    toggle,
    percent: null,
    everyone: false,
    percentOfActors: null,
    percentOfTime: null,
    actors: 0,
    groups: 0,
    expression: false,
    origin: 'flipper',
    at: 0,
    by: null,
    since: null,
  };
}
