import { useId, type JSX } from 'react';
import type { Window } from '#domain/time/time.ts';
import { useChartCursor } from './chart-cursor.tsx';
import type { LikelyBand, LimitLine } from './chart-limit.ts';
import { placeLetters } from './event-letters.ts';
import type { StageBand } from './stage-bands.ts';
import type { LetteredEvent } from './stage-events.ts';
import { usePlot, type LayerScale, type Plot } from './use-plot.ts';

/** What lies under the lines: the likely range, the wrong side of the limit, stretches without data, and outages. */
export function Ground(props: {
  readonly scale: LayerScale;
  readonly limit: LimitLine | null;
  readonly likely: LikelyBand | null;
  readonly gaps: readonly Window[];
  readonly events: readonly LetteredEvent[];
}): JSX.Element | null {
  const plot = usePlot(props.scale);
  const id = useId();
  if (plot === null) return null;
  const { limit, likely, gaps, events } = props;
  const shaded = events.filter((event) => event.look === 'shade' && event.to !== null);
  return (
    <g>
      <defs>
        <pattern
          id={`${id}wrong`}
          width="8"
          height="8"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <line x1="0" y1="0" x2="0" y2="8" stroke="var(--limit)" strokeWidth="1.5" strokeOpacity="0.25" />
        </pattern>
        <pattern
          id={`${id}gap`}
          width="6"
          height="6"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(-45)"
        >
          <line x1="0" y1="0" x2="0" y2="6" stroke="var(--quiet)" strokeWidth="2" strokeOpacity="0.6" />
        </pattern>
      </defs>
      {shaded.map((event) => (
        <rect
          key={event.id}
          className="sw-shaded"
          {...across(plot, { from: event.at, to: event.to ?? event.at })}
          fill="var(--people-ground)"
          stroke="var(--people)"
          strokeDasharray="2 2"
        />
      ))}
      {likely === null ? null : <Likely plot={plot} band={likely} top={props.scale.top} />}
      {limit === null ? null : (
        <rect className="sw-wrong" {...wrongSide(plot, limit)} fill={`url(#${id}wrong)`} />
      )}
      {gaps.map((gap) => (
        <rect key={gap.from} className="sw-gap" {...across(plot, gap)} fill={`url(#${id}gap)`} />
      ))}
    </g>
  );
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function across(plot: Plot, { from, to }: Window): Box {
  const x = plot.xOf(from);
  return { x, y: plot.y, width: Math.max(1, plot.xOf(to) - x), height: plot.height };
}

/** The likely range. Where it goes on beyond the axis it has no edge there: the words above say how far. */
function Likely(props: {
  readonly plot: Plot;
  readonly band: LikelyBand;
  readonly top: number;
}): JSX.Element {
  const { plot, band, top } = props;
  const { x, width } = across(plot, band);
  const y = plot.yOf(band.high);
  return (
    <g className="sw-likely" stroke="var(--new-path)">
      <rect
        {...{ x, y, width }}
        height={plot.yOf(band.low) - y}
        fill="var(--new-path)"
        fillOpacity="0.15"
        stroke="none"
      />
      {[band.low, band.high]
        .filter((edge) => edge <= top)
        .map((edge) => (
          <line key={edge} x1={x} x2={x + width} y1={plot.yOf(edge)} y2={plot.yOf(edge)} />
        ))}
    </g>
  );
}

function wrongSide(plot: Plot, { value, wrong }: LimitLine): Box {
  const line = plot.yOf(value);
  const { x, y, width, height } = plot;
  return wrong === 'above'
    ? { x, y, width, height: line - y }
    : { x, y: line, width, height: y + height - line };
}

/** Lines of events, and their letters in a row above the plot. */
export function EventMarks(props: {
  readonly scale: LayerScale;
  readonly events: readonly LetteredEvent[];
}): JSX.Element | null {
  const plot = usePlot(props.scale);
  if (plot === null) return null;
  const placed = props.events.map((event) => ({ ...event, x: plot.xOf(event.at) - plot.x }));
  return (
    <g className="sw-marks">
      {placed.map((event) => (
        <line
          key={event.id}
          x1={plot.x + event.x}
          x2={plot.x + event.x}
          y1={plot.y - 2}
          y2={plot.y + plot.height}
          stroke="var(--ink)"
          strokeWidth={1}
          strokeDasharray={event.kind === 'Clock change' ? '1 3' : undefined}
        />
      ))}
      {placeLetters(placed, plot.width).map(({ label, x, width }) => (
        <g key={label} transform={`translate(${plot.x + x - width / 2}, ${plot.y - 22})`}>
          <rect width={width} height={20} fill="var(--page)" stroke="var(--ink)" />
          <text x={width / 2} y={15} textAnchor="middle" fontSize={15} fontWeight={700} fill="var(--ink)">
            {label}
          </text>
        </g>
      ))}
    </g>
  );
}

/** What the toggle gave when, as a thin strip under the axis. */
export function BandStrip(props: {
  readonly scale: LayerScale;
  readonly bands: readonly StageBand[];
  readonly y: number;
}): JSX.Element | null {
  const plot = usePlot(props.scale);
  if (plot === null) return null;
  return (
    <g className="sw-bands">
      {props.bands.map((band, i) => {
        const [from, to] = [plot.xOf(band.from), plot.xOf(band.to)];
        return (
          <g key={band.from}>
            <rect
              x={from}
              y={props.y}
              width={Math.max(1, to - from)}
              height={16}
              fill={i % 2 === 0 ? 'var(--watching-ground)' : 'var(--subtle)'}
              stroke="var(--quiet)"
            />
            {to - from < 36 ? null : (
              <text className="sw-on-chart" x={from + 4} y={props.y + 13} fill="var(--ink)">
                {band.label}
              </text>
            )}
          </g>
        );
      })}
    </g>
  );
}

/** The cursor's line, and the area that moves it. Keys move it at the slider above the charts. */
export function CursorLine(props: {
  readonly scale: LayerScale;
  readonly width: number;
}): JSX.Element | null {
  const plot = usePlot(props.scale);
  const { at, move } = useChartCursor();
  if (plot === null) return null;
  const { window } = props.scale;
  const point = (clientX: number, box: DOMRect): void => {
    const share = Math.min(0.999_999, Math.max(0, (clientX - box.left) / Math.max(1, box.width)));
    const bucket = Math.floor((share * (window.to - window.from)) / props.width);
    move(window.from + bucket * props.width);
  };
  return (
    <g>
      {at === null ? null : (
        <line
          className="sw-cursor"
          x1={plot.xOf(at)}
          x2={plot.xOf(at)}
          y1={plot.y}
          y2={plot.y + plot.height}
          stroke="var(--ink)"
          strokeWidth={2}
          strokeDasharray="4 2"
        />
      )}
      <rect
        x={plot.x}
        y={plot.y}
        width={plot.width}
        height={plot.height}
        fill="transparent"
        onPointerMove={(event) => point(event.clientX, event.currentTarget.getBoundingClientRect())}
        onPointerDown={(event) => point(event.clientX, event.currentTarget.getBoundingClientRect())}
      />
    </g>
  );
}
