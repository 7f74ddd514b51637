import type { SeriesResult } from '#domain/series/series.ts';
import type { Window } from '#domain/time/time.ts';
import { spansOf } from './chart-model.ts';
import type { StageEvent } from './stage-events.ts';

/** As many stretches without data as get a letter: a signal with holes everywhere is one finding, not a hundred. */
const most = 12;

export interface Gaps {
  readonly events: readonly StageEvent[];
  /** Shorter stretches that got no letter; they are hatched and counted at their charts. */
  readonly more: number;
}

/** Stretches in which a source gave nothing: those of several signals at the same time are one. The longest have a letter. */
export function gapEvents(series: readonly SeriesResult[], window: Window): Gaps {
  const spans = series.flatMap((result) => missingOf(result, window));
  const merged = merge(spans.toSorted((a, b) => a.from - b.from));
  const longest = merged.toSorted((a, b) => b.to - b.from - (a.to - a.from)).slice(0, most);
  return {
    more: merged.length - longest.length,
    events: longest.map(({ from, to, missing, why }) => ({
      id: `gap ${from}`,
      at: from,
      to,
      kind: 'Data gap',
      text: [sayMissing(missing), ...new Set(why)].filter((part) => part !== '').join(' '),
      who: 'Stagewatch',
      look: 'line' as const,
    })),
  };
}

interface Missing extends Window {
  /** Signals without data. */
  readonly missing: readonly string[];
  /** What sources said that could not be read. */
  readonly why: readonly string[];
}

function sayMissing(signals: readonly string[]): string {
  return signals.length === 0 ? '' : `No data of ${[...new Set(signals)].join(', ')}.`;
}

function missingOf(result: SeriesResult, window: Window): readonly Missing[] {
  if (result.status === 'error') {
    const from = Math.max(window.from, Math.min(result.error.firstSeen, window.to));
    return from < window.to ? [{ from, to: window.to, missing: [], why: [result.error.message] }] : [];
  }
  const { start, width, values, completeThrough } = result.data;
  const missing: number[] = [];
  for (const [i, value] of values.entries()) {
    const at = start + i * width;
    if (value === null && at + width <= (completeThrough ?? start)) missing.push(at);
  }
  return spansOf(missing, width).map((span) => ({ ...span, missing: [result.id], why: [] }));
}

function merge(spans: readonly Missing[]): readonly Missing[] {
  const out: { from: number; to: number; missing: readonly string[]; why: readonly string[] }[] = [];
  for (const span of spans) {
    const last = out.at(-1);
    if (last !== undefined && span.from < last.to) {
      last.to = Math.max(last.to, span.to);
      last.missing = [...last.missing, ...span.missing];
      last.why = [...last.why, ...span.why];
    } else out.push({ ...span });
  }
  return out;
}
