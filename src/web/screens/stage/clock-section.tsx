import { memo, Suspense, type JSX } from 'react';
import type { StageView } from '#contract/rollout.ts';
import { second } from '#domain/time/time.ts';
import { later } from '../../ui/later.tsx';
import { sayClock } from './clock-model.ts';

// The words come with the page; what is drawn of them may come after.
const ClockDrawing = later(async () => memo((await import('./later-parts.ts')).ClockDrawing));

/** The words tick by the second; a picture of hours need not. */
const pace = 10 * second;

/** How long is left, and what the verdict has been so far. The words tick and are never announced. */
export function ClockSection({
  view,
  now: tick,
}: {
  readonly view: StageView;
  readonly now: number;
}): JSX.Element {
  const now = view.at ?? tick;
  return (
    <section className="sw-section" aria-labelledby="clock">
      <h2 id="clock">Stage clock</h2>
      <p>{sayClock(view, now).join(' ')}</p>
      {view.run === null ? null : (
        <Suspense fallback={null}>
          <ClockDrawing
            view={view}
            run={view.run}
            now={Math.max(view.run.start, Math.floor(now / pace) * pace)}
          />
        </Suspense>
      )}
    </section>
  );
}
