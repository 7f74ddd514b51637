import { useEffect } from 'react';

/**
 * Says something once in a live region of the first HTML. Roll back and Can't tell interrupt; the rest waits its turn.
 * What no longer holds is taken back, so that nobody reads an old alarm.
 */
export function useAnnounce(text: string, urgent: boolean): void {
  useEffect(() => {
    const region = document.querySelector(urgent ? '#assertive' : '#polite');
    if (region === null) return undefined;
    region.textContent = text;
    return () => {
      region.textContent = '';
    };
  }, [text, urgent]);
}

/** The page's title, what changed first: a tab shows about twenty characters. `null` leaves it to someone below. */
export function useTitle(title: string | null): void {
  useEffect(() => {
    if (title !== null) document.title = title;
  }, [title]);
}

/** The page's icon while a verdict is shown; leaving it brings Stagewatch's own back. */
export function useTabShape(shape: 'octagon' | 'diamond' | 'square' | 'circle'): void {
  useEffect(() => {
    const icon = document.querySelector('link[rel="icon"]');
    icon?.setAttribute('href', `/favicon-${shape}.svg`);
    return () => icon?.setAttribute('href', '/favicon.svg');
  }, [shape]);
}
