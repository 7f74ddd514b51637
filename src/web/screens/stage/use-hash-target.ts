import { useEffect } from 'react';
import { useLocation } from 'react-router';

/** Goes to the heading the address names: the parts below the verdict come later than the address is read. */
export function useHashTarget(): void {
  const place = useLocation();
  useEffect(() => {
    const id = place.hash.slice(1);
    const target = id === '' ? null : document.querySelector(`#${CSS.escape(id)}`);
    if (!(target instanceof HTMLElement)) return;
    target.tabIndex = -1;
    target.focus();
    target.scrollIntoView({ block: 'start' });
  }, [place]);
}
