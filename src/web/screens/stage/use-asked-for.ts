import { useEffect, useRef, type RefObject } from 'react';
import { useLocation } from 'react-router';

/** Whether the address asks for a part by its hash, as links in notices do; the part is then brought into view once. */
export function useAskedFor(hash: string): readonly [boolean, RefObject<HTMLDetailsElement | null>] {
  const part = useRef<HTMLDetailsElement>(null);
  const isAsked = useLocation().hash === `#${hash}`;
  useEffect(() => {
    if (isAsked) part.current?.querySelector('summary')?.focus();
  }, [isAsked]);
  return [isAsked, part];
}
