import { useEffect } from 'react';

/** Says something once in a live region of the first HTML. Roll back and Can't tell interrupt; the rest waits its turn. */
export function useAnnounce(text: string, urgent: boolean): void {
  useEffect(() => {
    const region = document.querySelector(urgent ? '#assertive' : '#polite');
    if (region !== null) region.textContent = text;
  }, [text, urgent]);
}

/** The page's title, what changed first: a tab shows about twenty characters. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title;
  }, [title]);
}
