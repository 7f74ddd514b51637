import { useState, type JSX } from 'react';
import { sayDuration } from '#domain/time/duration.ts';
import { sayInstantIn } from '#domain/time/say-zoned.ts';
import { sayCount, saySource } from '#domain/verdict/say-value.ts';
import { sayPoint } from './chart-finding.ts';
import { allPoints, type ChartModel } from './chart-model.ts';
import { Instant } from './instant.tsx';
import { useShownZone } from './zone-choice.tsx';

/** Rows of one page of a table: more would keep a browser busy. */
const most = 60;

/** All values of a chart, newest first, page by page; no cell is empty. */
export function ChartTable(props: {
  readonly model: ChartModel;
  readonly old: { readonly model: ChartModel; readonly label: string } | null;
  readonly label: string;
  readonly zone: string;
  readonly open: boolean;
}): JSX.Element {
  const { model, old, label, zone } = props;
  const [isOpen, setOpen] = useState(props.open);
  return (
    <details open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Table of {label}</summary>
      {/* Hundreds of rows that nobody has asked for would slow the page down. */}
      {isOpen ? <Rows model={model} old={old} label={label} zone={zone} /> : null}
    </details>
  );
}

function Rows(props: {
  readonly model: ChartModel;
  readonly old: { readonly model: ChartModel; readonly label: string } | null;
  readonly label: string;
  readonly zone: string;
}): JSX.Element {
  const { model, old, label, zone } = props;
  const [page, setPage] = useState(0);
  const rows = allPoints(model).toReversed();
  const pages = Math.max(1, Math.ceil(rows.length / most));
  const shown = Math.min(page, pages - 1);
  const part = rows.slice(shown * most, (shown + 1) * most);
  return (
    <>
      <section className="sw-scroll" aria-label={`Table of ${label}`}>
        <table>
          <caption>
            <Caption model={model} label={label} zone={zone} />
            {rows.length === 0
              ? ' There is no bucket yet.'
              : ` Rows ${sayCount(shown * most + 1)} to ${sayCount(shown * most + part.length)} of ${sayCount(rows.length)}, newest first.`}
          </caption>
          <thead>
            <tr>
              <th scope="col">Bucket from</th>
              <th scope="col">{old === null ? 'Value' : 'New path'}</th>
              {old === null ? null : <th scope="col">{old.label}</th>}
            </tr>
          </thead>
          <tbody>
            {part.map(({ at }) => (
              <tr key={at}>
                <th scope="row">
                  <Instant at={at} zone={zone} />
                </th>
                <td>{sayPoint(model, at)}</td>
                {old === null ? null : <td>{sayPoint(old.model, at)}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {pages === 1 ? null : (
        <p className="sw-chips sw-noprint">
          <button type="button" disabled={shown === 0} onClick={() => setPage(shown - 1)}>
            Newer rows of {label}
          </button>
          <button type="button" disabled={shown === pages - 1} onClick={() => setPage(shown + 1)}>
            Older rows of {label}
          </button>
        </p>
      )}
    </>
  );
}

/** Whose numbers, of what time, how fine, and as of when. */
function Caption(props: {
  readonly model: ChartModel;
  readonly label: string;
  readonly zone: string;
}): JSX.Element {
  const { model, label, zone } = props;
  const shown = useShownZone(zone);
  const points = allPoints(model);
  const [first, last] = [points[0], points.at(-1)];
  const window =
    first === undefined || last === undefined
      ? ''
      : `, ${sayInstantIn(first.at, shown, zone)} to ${sayInstantIn(last.at + model.width, shown, zone)}`;
  const missing = [
    model.gaps === 0
      ? ''
      : ` ${sayCount(model.gaps)} ${model.gaps === 1 ? 'bucket has' : 'buckets have'} no data.`,
    model.quiet.size === 0 ? '' : ` ${sayCount(model.quiet.size)} had no traffic.`,
  ].join('');
  return (
    <>
      {label}, from {saySource(model.source)}
      {window}, in buckets of {sayDuration(model.width)}, read {sayInstantIn(model.fetchedAt, shown, zone)}.
      {missing}
    </>
  );
}
