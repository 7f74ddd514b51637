import type { EpochMs, Ms } from '../time/time.ts';
import { parseLocalTime } from '../time/zone.ts';
import type { BlockStage } from './block-schema.ts';
import { parseDuration } from '../time/duration.ts';
import type { Audience, Stage, Toggle } from './plan.ts';
import { sentenceCase } from './read-criterion.ts';

/** Reads one stage of the block; a string says what is wrong with it. */
export function readStage(
  entry: BlockStage,
  toggles: readonly Toggle[],
  zone: string,
  line: number,
): Stage | string {
  if (entry.percent !== undefined && entry.actors !== undefined) {
    return `stage "${entry.id}" has both a percent and a number of actors. Keep the one that says who gets it.`;
  }
  const start = readStart(entry, zone);
  if (typeof start === 'string') return start;
  const audience = audienceOf(entry, toggles);
  if (typeof audience === 'string') return audience;
  return {
    id: entry.id,
    label: entry.label ?? sentenceCase(entry.id),
    phase: entry.phase ?? null,
    audience,
    start,
    length: lengthOf(entry),
    off: entry.off ?? false,
    safetyOnly: entry['safety-only'] ?? false,
    line,
  };
}

function readStart(entry: BlockStage, zone: string): EpochMs | null | string {
  if (entry.start === undefined) return null;
  const start = parseLocalTime(entry.start, zone);
  return (
    start ??
    `stage "${entry.id}": "${entry.start}" is not a time. Write it as "2025-07-21 09:00" (read in ${zone}).`
  );
}

function lengthOf(entry: BlockStage): Ms | null {
  return entry.length === undefined ? null : (parseDuration(entry.length) ?? null);
}

function audienceOf(entry: BlockStage, toggles: readonly Toggle[]): Audience | string {
  const { percent, actors } = entry;
  if (entry.off === true && percent === undefined) return { kind: 'percent', percents: each(toggles, 0) };
  if (actors !== undefined) return { kind: 'actors', count: actors };
  if (percent === undefined) return { kind: 'unknown' };
  if (typeof percent === 'number') return { kind: 'percent', percents: each(toggles, percent) };
  const unknown = Object.keys(percent).find((key) => toggles.every((toggle) => toggle.key !== key));
  if (unknown !== undefined) {
    return `stage "${entry.id}" gives a percent for "${unknown}", which is not among the plan's toggles.`;
  }
  return { kind: 'percent', percents: percent };
}

function each(toggles: readonly Toggle[], percent: number): Readonly<Record<string, number>> {
  return Object.fromEntries(toggles.map((toggle) => [toggle.key, percent]));
}

/** The percent a stage gives all toggles alike, or the highest where they differ; `null` where it has none. */
export function stagePercent(stage: Stage): number | null {
  if (stage.audience.kind !== 'percent') return null;
  const values = Object.values(stage.audience.percents);
  return values.length === 0 ? null : Math.max(...values);
}
