import type { JSX } from 'react';
import type { TrafficReading } from '#domain/verdict/traffic-reading.ts';

/** Plan, range and observation on one scale; below 20 % the scale ends at 20 % and says so. */
export function SplitBar({ reading }: { readonly reading: TrafficReading }): JSX.Element | null {
  const { observed, planned, range } = reading;
  if (observed === null) return null;
  const plan = planned === null ? null : planned / 100;
  const top = Math.max(observed, plan ?? 0, range?.high ?? 0) <= 0.2 ? 0.2 : 1;
  const x = (share: number): number => Math.min(1, share / top) * 600;
  return (
    <div className="sw-split" aria-hidden="true">
      <svg viewBox="0 0 600 32" preserveAspectRatio="none" focusable="false">
        <rect x="0" y="10" width="600" height="12" fill="var(--subtle)" stroke="var(--quiet)" />
        <rect x="0" y="10" width={Math.max(1, x(observed))} height="12" fill="var(--new-path)" />
        {[
          range === null
            ? ''
            : `M${x(range.low)} 6v20M${x(range.low)} 16H${x(range.high)}M${x(range.high)} 6v20`,
          plan === null ? '' : `M${x(plan)} 0v32`,
        ].map((d) => (
          <Mark key={d} d={d} />
        ))}
      </svg>
      {plan === null ? null : <div style={sideOf(x(plan) / 600)}>Plan {planned}%</div>}
      <div className="sw-quiet">0% to {100 * top}%</div>
    </div>
  );
}

/** A line that stands out from the bar as well as from the ground. */
function Mark({ d }: { readonly d: string }): JSX.Element {
  return (
    <>
      <path d={d} stroke="var(--page)" strokeWidth="4" />
      <path d={d} stroke="var(--ink)" strokeWidth="2" />
    </>
  );
}

/** The words of a mark stand under it, on the side where there is room. */
function sideOf(
  place: number,
): { readonly marginLeft: string } | { readonly marginRight: string; readonly textAlign: 'right' } {
  return place > 0.5
    ? { marginRight: `${100 * (1 - place)}%`, textAlign: 'right' }
    : { marginLeft: `${100 * place}%` };
}
