import type { JSX } from 'react';

export type ShapeName = 'octagon' | 'diamond' | 'square' | 'person' | 'clock' | 'check' | 'circle';

const paths: Readonly<Record<ShapeName, JSX.Element>> = {
  octagon: (
    <>
      <path d="M8 1h8l7 7v8l-7 7H8l-7-7V8z" />
      <path d="M12 6v7M12 16.5v1.5" />
    </>
  ),
  diamond: (
    <>
      <path d="M12 1 23 12 12 23 1 12z" strokeDasharray="4 2.5" />
      <path d="M9.5 9.5a2.5 2.5 0 1 1 3.5 2.6c-.8.4-1 .9-1 1.9M12 16.5v1" />
    </>
  ),
  square: (
    <>
      <path d="M2 2h20v20H2z" />
      <path d="M9 7v10M15 7v10" />
    </>
  ),
  person: (
    <>
      <circle cx="12" cy="7" r="4" />
      <path d="M3 22c1-6 4-8 9-8s8 2 9 8z" />
    </>
  ),
  clock: (
    <>
      <circle cx="12" cy="12" r="10" />
      <path d="M12 6v6l4 3" />
    </>
  ),
  check: (
    <>
      <circle cx="12" cy="12" r="10" />
      <path d="m7 12 4 4 6-8" />
    </>
  ),
  circle: <circle cx="12" cy="12" r="9" />,
};

/** A state's shape. Words always stand beside it, so it says nothing to a screen reader. */
export function Shape({ name }: { readonly name: ShapeName }): JSX.Element {
  return (
    <svg
      className="sw-shape"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      aria-hidden="true"
      focusable="false"
    >
      {paths[name]}
    </svg>
  );
}
