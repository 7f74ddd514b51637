import { Suspense, type JSX, type ReactNode } from 'react';
import { later } from './later.tsx';
import { sayChart } from './chart-finding.ts';
import type { LimitLine } from './chart-limit.ts';
import { allPoints, type ChartModel } from './chart-model.ts';
import { ChartTable } from './chart-table.tsx';
import { useWidth } from './use-width.ts';
import { useShownZone } from './zone-choice.tsx';

const SmallLines = later(async () => (await import('./charts-small.tsx')).SmallLines);

/** One of several small charts on one scale, with its finding in words and its table. */
export function SmallMultiple(props: {
  readonly id: string;
  readonly label: string;
  readonly zone: string;
  readonly model: ChartModel | string;
  readonly limit: LimitLine | null;
  /** The highest value of all of them. */
  readonly top: number;
  readonly link: ReactNode;
}): JSX.Element {
  const { id, label, zone, model, limit, top, link } = props;
  const shown = useShownZone(zone);
  const [box, width] = useWidth<HTMLDivElement>();
  return (
    <figure className="sw-figure" aria-labelledby={`multiple-${id}`}>
      <h3 id={`multiple-${id}`}>{label}</h3>
      {typeof model === 'string' ? (
        <p className="sw-small">No chart: {model}</p>
      ) : (
        <>
          <div className="sw-multiple" aria-hidden="true" ref={box}>
            <Suspense fallback={null}>
              {width === 0 ? null : (
                <SmallLines points={allPoints(model)} unit={model.unit} {...{ limit, top, width }} />
              )}
            </Suspense>
          </div>
          <p className="sw-small">{sayChart(model, limit, { shown, plan: zone })}</p>
          <ChartTable {...{ model, zone }} label={label} old={null} open={false} />
        </>
      )}
      <p className="sw-small">{link}</p>
    </figure>
  );
}
