import { memo, type JSX } from 'react';
import { sayBoth, speakZones } from '#domain/time/say-zoned.ts';
import type { Window } from '#domain/time/time.ts';
import { useChartCursor } from './chart-cursor.tsx';
import { sayPoint } from './chart-finding.ts';
import type { ChartModel } from './chart-model.ts';
import { useShownZone } from './zone-choice.tsx';

/** Moves the cursor of all charts with the arrow keys, and says what each shows there. */
export const CursorSlider = memo(function CursorSlider(props: {
  readonly window: Window;
  readonly width: number;
  readonly zone: string;
  readonly charts: readonly { readonly label: string; readonly model: ChartModel }[];
}): JSX.Element | null {
  const { window, width, zone, charts } = props;
  const shown = useShownZone(zone);
  const { at, move } = useChartCursor();
  const last = window.to - width;
  if (charts.length === 0 || last <= window.from) return null;
  const now = at ?? last;
  const values = charts.map(({ label, model }) => `${label} ${sayPoint(model, now)}`).join('; ');
  return (
    <div className="sw-form sw-noprint">
      <label htmlFor="cursor" className="sw-wide">
        Read every chart at
        <input
          id="cursor"
          type="range"
          min={window.from}
          max={last}
          step={width}
          value={now}
          aria-valuetext={speakZones(`${sayBoth(now, shown, zone)}: ${values}`)}
          onChange={(event) => move(Number(event.target.value))}
        />
      </label>
      <button type="button" disabled={at === null} onClick={() => move(null)}>
        Read the newest
      </button>
    </div>
  );
});
