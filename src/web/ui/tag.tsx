import type { JSX } from 'react';
import { Shape } from './shape.tsx';
import type { Look } from './state-look.ts';

/** A state as word and shape. */
export function Tag({ look, word }: { readonly look: Look; readonly word: string }): JSX.Element {
  return (
    <span className={`sw-tag sw-tone-${look.tone}`}>
      <Shape name={look.shape} />
      {word}
    </span>
  );
}

/** Marks made-up numbers, on every screen that shows any. */
export function ExampleTag(): JSX.Element {
  return <span className="sw-example">Example data</span>;
}
