import { useCallback, useEffect, useRef, useState } from 'react';
import { startTrial, type RunningTrial } from './start-trial.ts';
import type { LimitTrial, TrialResult } from './try-limit.ts';

export type TrialState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'judging'; readonly trial: LimitTrial }
  | { readonly kind: 'done'; readonly trial: LimitTrial; readonly result: TrialResult }
  | { readonly kind: 'failed'; readonly message: string };

/** At most one trial at a time: another one, a changed input or leaving the page ends it. */
export function useTrial(): {
  readonly state: TrialState;
  readonly start: (trial: LimitTrial) => void;
  readonly cancel: () => void;
} {
  const [state, setState] = useState<TrialState>({ kind: 'idle' });
  const running = useRef<RunningTrial | null>(null);
  const stop = useCallback(() => {
    running.current?.cancel();
    running.current = null;
  }, []);
  useEffect(() => stop, [stop]);
  const start = useCallback(
    (trial: LimitTrial) => {
      stop();
      const mine = startTrial(trial);
      running.current = mine;
      setState({ kind: 'judging', trial });
      const settle = async (): Promise<void> => {
        const answer = await mine.answer;
        if (running.current !== mine) return;
        setState(
          answer.ok
            ? { kind: 'done', trial, result: answer.result }
            : { kind: 'failed', message: answer.message },
        );
      };
      void settle();
    },
    [stop],
  );
  const cancel = useCallback(() => {
    stop();
    setState({ kind: 'idle' });
  }, [stop]);
  return { state, start, cancel };
}
