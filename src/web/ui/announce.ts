import { useEffect, useRef } from 'react';
import { announcer } from './announcer.ts';
import { plain } from './plain.ts';

const page = announcer((region, text) => {
  const element = document.querySelector(`#${region}`);
  if (element !== null) element.textContent = plain(text);
});

/**
 * Says in a live region of the first HTML what has come to hold: `first` when it is first known, `changed` when it becomes
 * so later. The same `state` is said once, whatever its numbers do. Roll back and Can't tell interrupt; the rest waits its
 * turn. What no longer holds is taken back.
 */
export function useAnnounce(news: {
  readonly about: string;
  readonly state: string;
  readonly urgent: boolean;
  readonly first: string;
  readonly changed: string;
  readonly isSpare?: boolean;
}): void {
  const { about, state, urgent, isSpare } = news;
  const words = useRef(news);
  const known = useRef<string | null>(null);
  useEffect(() => {
    words.current = news;
  });
  useEffect(() => {
    const isFirst = known.current !== about;
    known.current = about;
    const { first, changed } = words.current;
    page.say({ about, state, urgent, isFirst, isSpare, text: isFirst ? first : changed });
  }, [about, state, urgent, isSpare]);
  useEffect(
    () => () => {
      known.current = null;
      page.leave(about);
    },
    [about],
  );
}

/** The page's title, what changed first: a tab shows about twenty characters. `null` leaves it to someone below. */
export function useTitle(title: string | null): void {
  useEffect(() => {
    if (title !== null) document.title = title;
  }, [title]);
}

/** The page's icon while a verdict is shown; leaving it brings Stagewatch's own back. */
export function useTabShape(shape: 'octagon' | 'diamond' | 'square' | 'circle' | null): void {
  useEffect(() => {
    if (shape === null) return undefined;
    const icon = document.querySelector('link[rel="icon"]');
    icon?.setAttribute('href', `/favicon-${shape}.svg`);
    return () => icon?.setAttribute('href', '/favicon.svg');
  }, [shape]);
}
