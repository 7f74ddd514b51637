import type { ReadingState } from '#domain/verdict/reading.ts';
import type { VerdictState } from '#domain/verdict/verdict.ts';
import type { ShapeName } from './shape.tsx';

export interface Look {
  readonly shape: ShapeName;
  readonly tone: 'rollback' | 'blind' | 'hold' | 'people' | 'watching' | 'met' | 'off';
}

const rollBack: Look = { shape: 'octagon', tone: 'rollback' };
const blind: Look = { shape: 'diamond', tone: 'blind' };
const hold: Look = { shape: 'square', tone: 'hold' };
const people: Look = { shape: 'person', tone: 'people' };
const watching: Look = { shape: 'clock', tone: 'watching' };
const met: Look = { shape: 'check', tone: 'met' };
const off: Look = { shape: 'circle', tone: 'off' };

/** Shape and tone of each verdict: never colour alone. */
export const verdictLook: Readonly<Record<VerdictState, Look>> = {
  'roll-back': rollBack,
  'off-plan': hold,
  blind,
  traffic: hold,
  over: hold,
  'no-limit': hold,
  thin: hold,
  people,
  watching,
  ready: met,
  'not-started': off,
  starting: watching,
  'off-by-plan': off,
  'rolling-back': rollBack,
  'rolled-back': off,
  advanced: off,
  complete: off,
};

/** Shape and tone of each reading. */
export const readingLook: Readonly<Record<ReadingState, Look>> = {
  met,
  close: hold,
  over: rollBack,
  'over-not-certain': hold,
  'broke-earlier': rollBack,
  'not-enough-data': hold,
  'no-traffic': blind,
  'no-data': blind,
  stale: blind,
  'source-error': blind,
  'no-limit': hold,
  'not-asked': people,
  watched: off,
};

/** The shape of a verdict in a tab: four shapes, told apart without colour. */
export function tabShape(state: VerdictState): 'octagon' | 'diamond' | 'square' | 'circle' {
  switch (verdictLook[state].tone) {
    case 'rollback':
      return 'octagon';
    case 'blind':
      return 'diamond';
    case 'hold':
    case 'people':
      return 'square';
    case 'watching':
    case 'met':
    case 'off':
      return 'circle';
  }
}

/** The verdict's word in a title: what calls somebody at once stands out among other tabs. */
export function titleWord({ state, word }: { readonly state: VerdictState; readonly word: string }): string {
  return state === 'roll-back' || state === 'blind' ? word.toUpperCase() : word;
}
