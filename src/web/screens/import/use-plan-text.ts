import { useCallback, useEffect, useRef, useState } from 'react';
import { toLineFeeds, withLineEnds } from '#domain/plan/edit/line-ends.ts';
import type { LostAnchor } from '#domain/plan/edit/move-anchors.ts';
import type { PlanDesk } from '../../data/plan-desk/plan-desk.ts';
import { keepText, readKept, type KeptText } from './kept-text.ts';
import { useAnchors } from './use-anchors.ts';
import { useBlockEdits, type BlockEdits } from './use-block-edits.ts';
import { useReading, type Reading } from './use-reading.ts';

export interface PlanText
  extends Pick<Reading, 'understood' | 'reading'>, Pick<BlockEdits, 'edit' | 'editProblem'> {
  /** As the file has it, its own line ends included. */
  readonly text: string;
  /** As a text area shows it. */
  readonly shown: string;
  /** Takes what was typed into the text area. */
  readonly type: (shown: string) => void;
  /** Takes another text, from a file or a version; with `before`, its bindings come along. */
  readonly bring: (text: string, before: string | null) => Promise<void>;
  /** Lets the lines the block names follow what was typed: to be called once typing is over. */
  readonly settle: () => Promise<void>;
  /** What the block named and the new text no longer has. */
  readonly lost: readonly LostAnchor[];
  /** Takes the last change to the block back; `null` where there is none to take back. */
  readonly undo: (() => void) | null;
  /** Text from an earlier visit that was taken up again; `null` once it is saved, discarded or was never there. */
  readonly kept: KeptText | null;
  readonly discardKept: () => void;
  /** Forgets the copy kept on this machine. */
  readonly forget: () => void;
}

/** Where a text begins. */
export interface TextStart {
  /** Where it is kept on this machine. */
  readonly key: string;
  readonly initial: string;
  /** The saved version `initial` is; `null` for a new plan. */
  readonly version: number | null;
}

/** The plan somebody is working on: read as they type, kept on their machine until it is saved, changed through its block. */
export function usePlanText(
  desk: PlanDesk,
  { key, initial, version }: TextStart,
  perDay: number | null,
): PlanText {
  const [kept, setKept] = useState(() => readKept(key));
  const [text, setText] = useState(() => kept?.text ?? initial);
  const latest = useRef(text);
  const put = useCallback((next: string): void => {
    latest.current = next;
    setText(next);
  }, []);
  const { understood, reading, lastRead } = useReading(desk, text, perDay);
  const anchors = useAnchors(desk, text, latest, put);
  const { settle, rightIn, lost, setLost } = anchors;
  const { edit, editProblem, lastEdit } = useBlockEdits({ desk, latest, lastRead, put, anchors });
  const began = kept === null ? version : kept.version;

  useEffect(() => {
    if (text === '' || text === initial) localStorage.removeItem(key);
    else keepText(key, { text, version: began });
  }, [key, text, initial, began]);

  const bring = useCallback(
    async (next: string, from: string | null): Promise<void> => {
      put(next);
      rightIn(next);
      setLost([]);
      if (from === null) return;
      const carried = await desk.carry(from, next);
      if (latest.current !== next) return;
      rightIn(carried.markdown);
      setLost(carried.lost);
      put(carried.markdown);
    },
    [desk, put, rightIn, setLost],
  );
  const takeBack = (before: string): void => {
    rightIn(before);
    put(before);
  };
  return {
    text,
    shown: toLineFeeds(text),
    type: useCallback((shown: string) => put(withLineEnds(latest.current, shown)), [put]),
    bring,
    understood,
    reading,
    editProblem,
    edit,
    settle,
    lost,
    undo: lastEdit?.after === text ? () => takeBack(lastEdit.before) : null,
    kept: kept !== null && text !== initial ? kept : null,
    discardKept: useCallback(() => {
      setKept(null);
      rightIn(initial);
      put(initial);
    }, [initial, put, rightIn]),
    forget: useCallback(() => localStorage.removeItem(key), [key]),
  };
}
