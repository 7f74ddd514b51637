import type { JSX } from 'react';

/** A sentence of the judge; what stands between backticks is a name to copy. */
export function Prose({ text }: { readonly text: string }): JSX.Element {
  const parts = text.split('`').map((part, i) => ({ part, isName: i % 2 === 1, key: `${i}:${part}` }));
  return <>{parts.map(({ part, isName, key }) => (isName ? <code key={key}>{part}</code> : part))}</>;
}
