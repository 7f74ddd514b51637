import { useEffect, useRef, useState, type RefObject } from 'react';
import type { Understood } from '#domain/plan/understood.ts';
import type { PlanDesk } from '../../data/plan-desk/plan-desk.ts';

/** How long typing must pause before the plan is read again, milliseconds. */
const pause = 250;

export interface Reading {
  /** What was understood of the text as it stood last; `null` before the first reading. */
  readonly understood: Understood | null;
  /** True while the text on screen has not been read yet. */
  readonly reading: boolean;
  /** The text the last reading was of. */
  readonly lastRead: RefObject<string | null>;
}

/** Reads a text as it is typed, once typing pauses. */
export function useReading(desk: PlanDesk, text: string, perDay: number | null): Reading {
  const [last, setRead] = useState<{ text: string; perDay: number | null; answer: Understood } | null>(null);
  const lastRead = useRef<string | null>(null);
  useEffect(() => {
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
  }, [desk, text, perDay]);
  return {
    understood: text === '' ? null : (last?.answer ?? null),
    reading: text !== '' && (last === null || last.text !== text || last.perDay !== perDay),
    lastRead,
  };
}
