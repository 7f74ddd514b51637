import { useEffect, useRef, type RefObject } from 'react';
import { useLocation } from 'react-router';

/** Whether the address asks for a part by its hash, as links in notices do; the part is then brought into view once. */
export function useAskedFor(hash: string): readonly [boolean, RefObject<HTMLDetailsElement | null>] {
  const part = useRef<HTMLDetailsElement>(null);
  const place = useLocation();
  const isAsked = place.hash === `#${hash}`;
  useEffect(() => {
    // Each time somebody goes there, also a second time.
    if (place.hash === `#${hash}`) part.current?.querySelector('summary')?.focus();
  }, [place, hash]);
  return [isAsked, part];
}
