import type { JSX } from 'react';
import type { Reading } from '#domain/verdict/reading.ts';
import { bulletModel } from './bullet-model.ts';

const [width, left] = [240, 2];
const x = (share: number): number => left + share * (width - 2 * left);

/** How far a value is from its limit, as length and place: the words beside it say the same. */
export function BulletBar({ reading }: { readonly reading: Reading }): JSX.Element | null {
  const model = bulletModel(reading);
  if (model === null) return null;
  const { value, limit, inside, range, worst } = model;
  const [from, to] = inside === 'below' ? [limit, 1] : [0, limit];
  return (
    <svg className="sw-bullet" viewBox={`0 0 ${width} 20`} aria-hidden="true" focusable="false">
      <rect x={x(0)} y="4" width={x(1) - x(0)} height="12" fill="var(--subtle)" />
      <rect x={x(from)} y="4" width={x(to) - x(from)} height="12" fill="var(--outside)" />
      <rect x={x(0)} y="7" width={Math.max(1, x(value) - x(0))} height="6" fill="var(--ink)" />
      {range === null ? null : (
        <path
          d={`M${x(range.low)} 2v4M${x(range.low)} 4H${x(range.high)}${range.isCut ? '' : `M${x(range.high)} 2v4`}`}
          stroke="var(--quiet)"
          strokeWidth="1.5"
          fill="none"
        />
      )}
      {worst === null ? null : (
        <circle cx={x(worst)} cy="10" r="3.5" fill="var(--page)" stroke="var(--ink)" strokeWidth="1.5" />
      )}
      <path d={`M${x(limit)} 1v18`} stroke="var(--limit)" strokeWidth="3" />
    </svg>
  );
}
