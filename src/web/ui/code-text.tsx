import type { JSX } from 'react';

/** Text as it stands in a file. Long lines wrap, so that nothing has to be scrolled sideways or is cut off in print. */
export function CodeText({ label, text }: { readonly label: string; readonly text: string }): JSX.Element {
  return (
    <figure className="sw-figure" aria-label={label}>
      <pre className="sw-code">{text}</pre>
    </figure>
  );
}
