import { useCallback, useEffect, useRef, useState } from 'react';
import { toLineFeeds, withLineEnds } from '#domain/plan/edit/line-ends.ts';
import type { BlockEdit } from '#domain/plan/edit/edit-block.ts';
import type { Understood } from '#domain/plan/understood.ts';
import type { PlanDesk } from '../../data/plan-desk/plan-desk.ts';
import { keepText, readKept, type KeptText } from './kept-text.ts';

/** How long typing must pause before the plan is read again, milliseconds. */
const pause = 250;

/** A text that changes faster than it can be edited is left to its author. */
const mostTries = 20;

export interface PlanText {
  /** As the file has it, its own line ends included. */
  readonly text: string;
  /** As a text area shows it. */
  readonly shown: string;
  /** Takes what was typed into the text area. */
  readonly type: (shown: string) => void;
  /** Takes another text, from a file or a version; with `before`, its bindings come along. */
  readonly bring: (text: string, before: string | null) => Promise<void>;
  /** What was understood of the text as it stood last; `null` before the first reading. */
  readonly understood: Understood | null;
  /** True while the text on screen has not been read yet. */
  readonly reading: boolean;
  /** Why the last change to the block could not be made. */
  readonly editProblem: string | null;
  readonly edit: (edit: BlockEdit) => Promise<boolean>;
  /** Takes the last change to the block back; `null` where there is none to take back. */
  readonly undo: (() => void) | null;
  /** Text from an earlier visit that was taken up again; `null` once it is saved, discarded or was never there. */
  readonly kept: KeptText | null;
  readonly discardKept: () => void;
  /** Forgets the copy kept on this machine. */
  readonly forget: () => void;
}

/**
 * The plan somebody is working on: read as they type, kept on their machine until it is saved, changed through its block.
 * A change to the block is made on the text as it stands when it arrives: what is typed or asked for meanwhile is never lost.
 * @param key where it is kept
 * @param version the saved version `initial` is; `null` for a new plan
 */
export function usePlanText(
  desk: PlanDesk,
  key: string,
  initial: string,
  version: number | null,
  perDay: number | null,
): PlanText {
  const [kept, setKept] = useState(() => readKept(key));
  const [text, setText] = useState(() => kept?.text ?? initial);
  const [last, setRead] = useState<{ text: string; perDay: number | null; answer: Understood } | null>(null);
  const [editProblem, setEditProblem] = useState<string | null>(null);
  const [before, setBefore] = useState<{ readonly text: string; readonly after: string } | null>(null);
  const latest = useRef(text);
  const lastRead = useRef<string | null>(null);
  const queue = useRef<Promise<unknown>>(Promise.resolve());
  const began = kept === null ? version : kept.version;

  const put = useCallback((next: string): void => {
    latest.current = next;
    setText(next);
  }, []);

  useEffect(() => {
    if (text === '' || text === initial) localStorage.removeItem(key);
    else keepText(key, { text, version: began });
    let stale = false;
    const read = async (): Promise<void> => {
      const answer = await desk.understand(text, perDay);
      if (stale) return;
      lastRead.current = text;
      setRead({ text, perDay, answer });
    };
    const timer = setTimeout(() => {
      if (text !== '') void read();
    }, pause);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [desk, key, text, initial, began, perDay]);

  const edit = useCallback(
    (wanted: BlockEdit): Promise<boolean> => {
      const make = async (): Promise<boolean> => {
        // A line means the text as it was read: on another text it could be somebody else's.
        if (wanted.kind === 'accept' && lastRead.current !== latest.current) {
          setEditProblem(
            'The text has changed since it was read. Look again, then keep the finding as it is.',
          );
          return false;
        }
        for (let tries = 0; tries < mostTries; tries++) {
          const sent = latest.current;
          const edited = await desk.edit(sent, wanted);
          if (!edited.ok) {
            setEditProblem(edited.message);
            return false;
          }
          if (latest.current !== sent) continue;
          setEditProblem(null);
          setBefore({ text: sent, after: edited.markdown });
          put(edited.markdown);
          return true;
        }
        setEditProblem('The text kept changing, so the block was left as it is. Try again.');
        return false;
      };
      const mine = queue.current.then(make);
      queue.current = mine.catch(() => undefined);
      return mine;
    },
    [desk, put],
  );

  const bring = useCallback(
    async (next: string, from: string | null): Promise<void> => {
      put(next);
      if (from === null) return;
      const carried = await desk.carry(from, next);
      if (latest.current === next) put(carried.markdown);
    },
    [desk, put],
  );
  const type = useCallback((shown: string) => put(withLineEnds(latest.current, shown)), [put]);
  const discardKept = useCallback(() => {
    setKept(null);
    put(initial);
  }, [initial, put]);
  const forget = useCallback(() => localStorage.removeItem(key), [key]);
  const reading = text !== '' && (last === null || last.text !== text || last.perDay !== perDay);
  return {
    text,
    shown: toLineFeeds(text),
    type,
    bring,
    understood: text === '' ? null : (last?.answer ?? null),
    reading,
    editProblem,
    edit,
    undo: before !== null && before.after === text ? () => put(before.text) : null,
    kept: kept !== null && text !== initial ? kept : null,
    discardKept,
    forget,
  };
}
