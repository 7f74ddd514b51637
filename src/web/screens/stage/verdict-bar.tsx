import { useEffect, useState, type JSX, type RefObject } from 'react';
import type { StageView } from '#contract/rollout.ts';
import { goTo } from '../../ui/go-to.ts';
import { Shape } from '../../ui/shape.tsx';
import { verdictLook } from '../../ui/state-look.ts';
import { sayRunLeft } from '../../ui/time-left.ts';

/** What the line takes at the top of the window, with the ring of what has focus, in px. */
const room = 56;

/** The verdict in a line at the top while its banner is out of sight. The page leaves room for it wherever focus goes. */
export function VerdictBar(props: {
  readonly view: StageView;
  readonly now: number;
  readonly banner: RefObject<HTMLElement | null>;
}): JSX.Element | null {
  const { verdict, run } = props.view;
  const isGone = useGone(props.banner);
  if (!isGone) return null;
  const look = verdictLook[verdict.state];
  const canDecide = props.view.at === null && run !== null && run.end === null;
  return (
    <aside className={`sw-verdict-bar sw-noprint sw-tone-${look.tone}`} aria-label="Verdict in short">
      <strong>
        <Shape name={look.shape} /> {verdict.word}
      </strong>
      <span>{sayRunLeft(props.view, props.now)}</span>
      {canDecide ? (
        <button type="button" onClick={() => goTo(document.querySelector('[aria-labelledby="decide"]'))}>
          Decide
        </button>
      ) : null}
    </aside>
  );
}

/** Whether something has scrolled out at the top. */
function useGone(part: RefObject<HTMLElement | null>): boolean {
  const [isGone, setGone] = useState(false);
  useEffect(() => {
    if (part.current === null || typeof IntersectionObserver === 'undefined') return undefined;
    const observer = new IntersectionObserver((entries) => {
      const last = entries.at(-1);
      setGone(last !== undefined && !last.isIntersecting && last.boundingClientRect.top < 0);
    });
    observer.observe(part.current);
    return () => observer.disconnect();
  }, [part]);
  useEffect(() => {
    if (!isGone) return undefined;
    document.documentElement.classList.add('sw-has-bar');
    document.addEventListener('focusin', uncover);
    return () => {
      document.documentElement.classList.remove('sw-has-bar');
      document.removeEventListener('focusin', uncover);
    };
  }, [isGone]);
  return isGone;
}

/** What is focused in sight is not scrolled by the browser, though the line may lie over it: it is moved from under it. */
function uncover({ target }: FocusEvent): void {
  if (!(target instanceof Element) || target.closest('.sw-verdict-bar') !== null) return;
  // The browser's own scrolling comes first.
  requestAnimationFrame(() => {
    const { top, bottom } = target.getBoundingClientRect();
    if (top < room && bottom > 0) window.scrollBy(0, top - room);
  });
}
