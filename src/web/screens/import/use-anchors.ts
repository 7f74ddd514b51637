import { useCallback, useRef, useState, type RefObject } from 'react';
import type { LostAnchor } from '#domain/plan/edit/move-anchors.ts';
import type { PlanDesk } from '../../data/plan-desk/plan-desk.ts';

/** A text that changes faster than it can be followed is left to its author. */
const mostTries = 20;

export interface Anchors {
  /** Lets the lines the block names follow what was typed around it since they were last right. */
  readonly settle: () => Promise<void>;
  /** Notes that the lines are right in this text. */
  readonly rightIn: (text: string) => void;
  /** What the block named and the new text no longer has. */
  readonly lost: readonly LostAnchor[];
  readonly setLost: (lost: readonly LostAnchor[]) => void;
}

/** Keeps the lines that the block names with the words they mean. */
export function useAnchors(
  desk: PlanDesk,
  start: string,
  latest: RefObject<string>,
  put: (text: string) => void,
): Anchors {
  const right = useRef(start);
  const [lost, setLost] = useState<readonly LostAnchor[]>([]);
  const settle = useCallback(async (): Promise<void> => {
    for (let tries = 0; tries < mostTries && right.current !== latest.current; tries++) {
      const typed = latest.current;
      const followed = await desk.follow(right.current, typed);
      if (latest.current !== typed) continue;
      right.current = followed.markdown;
      if (followed.lost.length > 0) setLost(followed.lost);
      if (followed.markdown !== typed) put(followed.markdown);
    }
  }, [desk, latest, put]);
  const rightIn = useCallback((text: string): void => {
    right.current = text;
  }, []);
  return { settle, rightIn, lost, setLost };
}
