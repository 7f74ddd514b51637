import { useCallback, useRef, useState, type RefObject } from 'react';
import type { BlockEdit } from '#domain/plan/edit/edit-block.ts';
import type { Anchors } from './use-anchors.ts';
import type { PlanDesk } from '../../data/plan-desk/plan-desk.ts';

/** A text that changes faster than it can be edited is left to its author. */
const mostTries = 20;

interface EditedText {
  readonly desk: PlanDesk;
  /** The text as it stands at any moment, whoever changed it last. */
  readonly latest: RefObject<string>;
  /** The text the findings on screen are of. */
  readonly lastRead: RefObject<string | null>;
  readonly put: (text: string) => void;
  readonly anchors: Pick<Anchors, 'settle' | 'rightIn'>;
}

export interface BlockEdits {
  /** Why the last change to the block could not be made. */
  readonly editProblem: string | null;
  readonly edit: (edit: BlockEdit) => Promise<boolean>;
  /** The text before and after the last change. */
  readonly lastEdit: { readonly before: string; readonly after: string } | null;
}

/**
 * Changes the block, one change after the other, each on the text as it stands when the change is ready: what is typed or
 * asked for meanwhile is never lost.
 */
export function useBlockEdits({ desk, latest, lastRead, put, anchors }: EditedText): BlockEdits {
  const { settle, rightIn } = anchors;
  const [editProblem, setEditProblem] = useState<string | null>(null);
  const [lastEdit, setLastEdit] = useState<BlockEdits['lastEdit']>(null);
  const queue = useRef<Promise<unknown>>(Promise.resolve());

  const make = useCallback(
    async (wanted: BlockEdit): Promise<string | null> => {
      // A line means the text as it was read: on another text it could be somebody else's.
      if (wanted.kind === 'accept' && lastRead.current !== latest.current)
        return 'The text has changed since it was read. Look again, then keep the finding as it is.';
      for (let tries = 0; tries < mostTries; tries++) {
        await settle();
        const sent = latest.current;
        const edited = await desk.edit(sent, wanted);
        if (!edited.ok) return edited.message;
        if (latest.current !== sent) continue;
        setLastEdit({ before: sent, after: edited.markdown });
        rightIn(edited.markdown);
        put(edited.markdown);
        return null;
      }
      return 'The text kept changing, so the block was left as it is. Try again.';
    },
    [desk, latest, lastRead, put, settle, rightIn],
  );

  const edit = useCallback(
    (wanted: BlockEdit): Promise<boolean> => {
      const inTurn = async (): Promise<boolean> => {
        const problem = await make(wanted);
        setEditProblem(problem);
        return problem === null;
      };
      const mine = queue.current.then(inTurn);
      queue.current = mine.catch(() => undefined);
      return mine;
    },
    [make],
  );
  return { editProblem, edit, lastEdit };
}
