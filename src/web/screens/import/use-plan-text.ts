import { useCallback, useEffect, useRef, useState } from 'react';
import type { BlockEdit } from '#domain/plan/edit/edit-block.ts';
import type { Understood } from '#domain/plan/understood.ts';
import type { PlanDesk } from '../../data/plan-desk/plan-desk.ts';

/** How long typing must pause before the plan is read again, milliseconds. */
const pause = 250;

export interface PlanText {
  readonly text: string;
  readonly setText: (text: string) => void;
  /** What was understood of the text as it stood last; `null` before the first reading. */
  readonly understood: Understood | null;
  /** True while the text on screen has not been read yet. */
  readonly reading: boolean;
  /** Why the last change to the block could not be made. */
  readonly editProblem: string | null;
  readonly edit: (edit: BlockEdit) => Promise<boolean>;
  /** Forgets the copy kept on this machine. */
  readonly forget: () => void;
}

/**
 * The plan somebody is working on: read as they type, kept on their machine until it is saved, changed through its block.
 * @param key where it is kept
 */
export function usePlanText(desk: PlanDesk, key: string, initial: string, perDay: number | null): PlanText {
  const [text, setText] = useState(() => localStorage.getItem(key) ?? initial);
  const [last, setRead] = useState<{ text: string; perDay: number | null; answer: Understood } | null>(null);
  const [editProblem, setEditProblem] = useState<string | null>(null);
  const latest = useRef(text);

  useEffect(() => {
    latest.current = text;
    if (text === '' || text === initial) localStorage.removeItem(key);
    else keep(key, text);
    let stale = false;
    const read = async (): Promise<void> => {
      const answer = await desk.understand(text, perDay);
      if (!stale) setRead({ text, perDay, answer });
    };
    const timer = setTimeout(() => {
      if (text !== '') void read();
    }, pause);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [desk, key, text, initial, perDay]);

  const edit = useCallback(
    async (wanted: BlockEdit): Promise<boolean> => {
      const edited = await desk.edit(latest.current, wanted);
      setEditProblem(edited.ok ? null : edited.message);
      if (edited.ok) {
        latest.current = edited.markdown;
        setText(edited.markdown);
      }
      return edited.ok;
    },
    [desk],
  );
  const forget = useCallback(() => localStorage.removeItem(key), [key]);
  const reading = text !== '' && (last === null || last.text !== text || last.perDay !== perDay);
  return {
    text,
    setText,
    understood: text === '' ? null : (last?.answer ?? null),
    reading,
    editProblem,
    edit,
    forget,
  };
}

/** A full store must not lose what is being typed: it only is not kept beyond this page. */
function keep(key: string, text: string): void {
  try {
    localStorage.setItem(key, text);
  } catch {
    localStorage.removeItem(key);
  }
}
