import { useCallback, type JSX, type ReactNode } from 'react';

/**
 * A table wider than the page scrolls in a named region of its own. The region takes the keyboard's focus, so that arrow keys
 * scroll it also where nothing in it can be focused (WCAG 2.1.1).
 */
export function ScrollRegion({
  name,
  children,
}: {
  readonly name: string;
  readonly children: ReactNode;
}): JSX.Element {
  const focusable = useCallback((node: HTMLElement | null) => node?.setAttribute('tabindex', '0'), []);
  return (
    <section className="sw-scroll sw-wide" aria-label={name} ref={focusable}>
      {children}
    </section>
  );
}
