import type { BlockSignal } from '../block-schema.ts';
import { slugOf } from '../slug.ts';

type Signals = Readonly<Record<string, BlockSignal>>;

/**
 * Gives signals ids that no other signal of the plan has, so that a second recipe never replaces what the first is bound
 * to. All of them get the same prefix; what they name of each other follows.
 */
export function withFreeIds(signals: Signals, taken: readonly string[], hint: string): Signals {
  const ids = Object.keys(signals);
  const isFree = (prefix: string): boolean => ids.every((id) => !taken.includes(prefix + id));
  const word = slugOf(hint);
  const base = word === '' ? 'more' : word;
  const prefixes = ['', `${base}-`, ...Array.from({ length: 98 }, (_, i) => `${base}-${i + 2}-`)];
  const prefix = prefixes.find(isFree) ?? '';
  const renamed = (id: string): string => (ids.includes(id) ? prefix + id : id);
  return Object.fromEntries(
    Object.entries(signals).map(([id, signal]) => [
      prefix + id,
      {
        ...signal,
        ...(signal.weight === undefined ? {} : { weight: renamed(signal.weight) }),
        ...(signal.heartbeat === undefined ? {} : { heartbeat: renamed(signal.heartbeat) }),
      },
    ]),
  );
}
