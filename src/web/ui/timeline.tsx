import type { JSX, ReactNode } from 'react';
import type { Window } from '#domain/time/time.ts';
import type { RampLine, Step } from './ramp-model.ts';
import { placeIn, stepPath, topOf, type Mark } from './timeline-model.ts';

/**
 * Percentages over time: the plan thin and dashed, what happened thick, and below it whatever lies on the same scale. It says
 * nothing to a screen reader: a sentence and a table with the same times stand beside it.
 */
export function Timeline(props: {
  readonly line: Pick<RampLine, 'planned' | 'happened'>;
  readonly window: Window;
  readonly marks: readonly Mark[];
  readonly children?: ReactNode;
}): JSX.Element {
  const { line, window, marks } = props;
  const { planned, happened } = line;
  const top = topOf([...planned, ...happened]);
  return (
    <div className="sw-timeline" aria-hidden="true">
      <div className="sw-over">
        <div className="sw-plot">
          <svg viewBox="0 0 1000 100" preserveAspectRatio="none" focusable="false">
            <path className="sw-planned" d={stepPath(planned, window, top)} />
            <path className="sw-happened" d={stepPath(happened, window, top)} />
          </svg>
          <span className="sw-top">{top}%</span>
          <Labels steps={happened} window={window} top={top} />
        </div>
        {props.children}
        {marks.map((mark) => (
          <span
            key={`${mark.text} ${mark.at}`}
            className="sw-mark"
            style={{ left: percent(placeIn(window, mark.at)) }}
          />
        ))}
      </div>
      {marks.map((mark) => (
        <MarkLabel key={`${mark.text} ${mark.at}`} text={mark.text} place={placeIn(window, mark.at)} />
      ))}
    </div>
  );
}

/** The percentage at each step that is wide enough for it. */
function Labels(props: {
  readonly steps: readonly Step[];
  readonly window: Window;
  readonly top: number;
}): JSX.Element {
  const { steps, window, top } = props;
  const wide = steps.filter(
    (step) => step.percent !== null && placeIn(window, step.to) - placeIn(window, step.from) > 0.1,
  );
  return (
    <>
      {wide.map((step) => (
        <span
          key={step.from}
          style={{
            left: percent(placeIn(window, step.from)),
            bottom: percent(Math.min(0.75, (step.percent ?? 0) / top)),
          }}
        >
          {step.percent === 0 ? 'Off' : `${step.percent}%`}
        </span>
      ))}
    </>
  );
}

/** A row of its own for each mark, so that labels never cover one another. */
function MarkLabel({ text, place }: { readonly text: string; readonly place: number }): JSX.Element {
  return (
    <div className="sw-mark-row">
      {place > 0.5 ? (
        <div style={{ marginRight: percent(1 - place), textAlign: 'right' }}>{text}</div>
      ) : (
        <div style={{ marginLeft: percent(place) }}>{text}</div>
      )}
    </div>
  );
}

/** A share as CSS says it. */
function percent(share: number): string {
  return `${Number((100 * share).toFixed(2))}%`;
}
