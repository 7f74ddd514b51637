import { useState } from 'react';
import type { StageView } from '#contract/rollout.ts';
import { useConnection, type Connection } from '../../data/connection.tsx';

/** A stage as it stood when its display was paused. */
interface Stood {
  readonly view: StageView;
  readonly connection: Connection;
}

/** A display that can be paused: what it stands at, `null` while it moves; and how to pause it or go on. */
export function usePause(view: StageView): { readonly stood: Stood | null; readonly toggle: () => void } {
  const [stood, setStood] = useState<Stood | null>(null);
  const connection = useConnection();
  return { stood, toggle: () => setStood(stood === null ? { view, connection } : null) };
}
