import type { JSX } from 'react';
import type { TrafficReading } from '#domain/verdict/traffic-reading.ts';

/** Plan, range and observation on one scale; below 20 % the scale ends at 20 % and says so. */
export function SplitBar({ reading }: { readonly reading: TrafficReading }): JSX.Element | null {
  const { observed, planned, range } = reading;
  if (observed === null) return null;
  const top = Math.max(observed, (planned ?? 0) / 100, range?.high ?? 0) <= 0.2 ? 0.2 : 1;
  const x = (share: number): number => Math.min(1, share / top) * 580 + 10;
  return (
    <svg className="sw-split" viewBox="0 0 600 40" aria-hidden="true" focusable="false">
      <rect x="10" y="14" width="580" height="12" fill="var(--subtle)" stroke="var(--quiet)" />
      <rect x="10" y="14" width={Math.max(1, x(observed) - 10)} height="12" fill="var(--new-path)" />
      {range === null ? null : (
        <path
          d={`M${x(range.low)} 10v20M${x(range.low)} 20H${x(range.high)}M${x(range.high)} 10v20`}
          stroke="var(--ink)"
          strokeWidth="2"
        />
      )}
      {planned === null ? null : (
        <path d={`M${x(planned / 100)} 4v32`} stroke="var(--limit)" strokeWidth="3" />
      )}
      <text x="590" y="38" textAnchor="end" fontSize="11" fill="var(--quiet)">
        {top === 1 ? '100%' : '20%'}
      </text>
    </svg>
  );
}
