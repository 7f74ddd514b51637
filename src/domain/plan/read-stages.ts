import { second, type EpochMs, type Ms } from '../time/time.ts';
import { parseLocalTime } from '../time/zone.ts';
import type { BlockStage } from './block-schema.ts';
import { parseDuration } from '../time/duration.ts';
import type { TiedStage } from './tie-stages.ts';
import type { Audience, Stage, Toggle } from './plan.ts';
import type { ProseStage } from './prose/prose-plan.ts';
import { sentenceCase } from './read-criterion.ts';

/**
 * Reads one stage from what prose and block say of it; the block wins where both speak. A string says what is wrong.
 * A day without a time of day is no start: nobody wrote when on that day.
 */
export function readStage(
  { id, prose, block }: TiedStage,
  toggles: readonly Toggle[],
  zone: string,
  line: number,
): Stage | string {
  const entry: BlockStage = block?.entry ?? { id };
  if (entry.percent !== undefined && entry.actors !== undefined) {
    return `stage "${id}" has both a percent and a number of actors. Keep the one that says who gets it.`;
  }
  const start = readStart(entry, zone);
  if (typeof start === 'string') return start;
  const audience = audienceOf(entry, prose, toggles);
  if (typeof audience === 'string') return audience;
  return {
    id,
    ...namesOf(id, entry, prose),
    audience,
    start,
    length: lengthOf(entry) ?? proseLength(prose),
    off: entry.off ?? (saysNoOne(entry) && saysOff(prose)),
    safetyOnly: entry['safety-only'] ?? false,
    line,
  };
}

/** The block does not say who gets it. */
function saysNoOne({ percent, actors }: BlockStage): boolean {
  return percent === undefined && actors === undefined;
}

function namesOf(id: string, entry: BlockStage, prose: ProseStage | null): Pick<Stage, 'label' | 'phase'> {
  return {
    label: entry.label ?? prose?.label ?? sentenceCase(id),
    phase: entry.phase ?? prose?.phase ?? null,
  };
}

function proseLength(prose: ProseStage | null): Ms | null {
  const seconds = prose?.length?.seconds ?? null;
  return seconds === null ? null : seconds * second;
}

/** The toggle and nothing else is off: not "Kick off", "Hands off", "Off-peak" or "Turn off the legacy form". */
const off =
  /^\W*(?:(?:stage|phase|step) [\w.]+\s?[:,–—-]\s?)?(?:(?:the )?(?:toggle|flag) )?(?:turn(?:ed)? (?:(?:it|(?:the )?(?:toggle|flag|feature)) )?)?off(?: (?:the )?(?:toggle|flag|feature))?(?=\W*$|\s*[,:;(–—]|\s(?:for|until|while|again|overnight|at)\b)/i;

/** "Off", "Turn the toggle off": a stage whose name says that nobody has it. */
function saysOff(prose: ProseStage | null): boolean {
  return prose !== null && prose.percent === null && off.test(prose.label);
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

function audienceOf(
  entry: BlockStage,
  prose: ProseStage | null,
  toggles: readonly Toggle[],
): Audience | string {
  const { percent, actors } = entry;
  if (entry.off === true && percent === undefined) return { kind: 'percent', percents: each(toggles, 0) };
  if (actors !== undefined) return { kind: 'actors', count: actors };
  if (percent === undefined) return proseAudience(prose, toggles);
  if (typeof percent === 'number')
    return { kind: 'percent', percents: each(togglesOf(prose, toggles), percent) };
  const unknown = Object.keys(percent).find((key) => toggles.every((toggle) => toggle.key !== key));
  if (unknown !== undefined) {
    return `stage "${entry.id}" gives a percent for "${unknown}", which is not among the plan's toggles.`;
  }
  return { kind: 'percent', percents: percent };
}

function proseAudience(prose: ProseStage | null, toggles: readonly Toggle[]): Audience {
  if (prose === null) return { kind: 'unknown' };
  if (prose.percent !== null)
    return { kind: 'percent', percents: each(togglesOf(prose, toggles), prose.percent) };
  if (saysOff(prose)) return { kind: 'percent', percents: each(toggles, 0) };
  return prose.users === null ? { kind: 'unknown' } : { kind: 'actors', count: prose.users };
}

/** Those a stage is for: the ones its name gives, else those its phase gives, else all. */
function togglesOf(prose: ProseStage | null, toggles: readonly Toggle[]): readonly Toggle[] {
  const named = [prose?.label, prose?.phase]
    .map((text) => namedIn(text ?? '', toggles))
    .find((found) => found.length > 0);
  return named ?? toggles;
}

/** By the whole key, or by an end of it that is the end of no other: "cc_appointments". */
function namedIn(text: string, toggles: readonly Toggle[]): readonly Toggle[] {
  const words: readonly string[] = text.toLowerCase().match(/\w+(?:[.-]\w+)*/g) ?? [];
  const keys = toggles.map((toggle) => toggle.key.toLowerCase());
  const named = new Set(
    words.flatMap((word) => {
      if (keys.includes(word)) return [word];
      const ending = word.includes('_') ? keys.filter((key) => key.endsWith(`_${word}`)) : [];
      return ending.length === 1 ? ending : [];
    }),
  );
  return toggles.filter((toggle) => named.has(toggle.key.toLowerCase()));
}

function each(toggles: readonly Toggle[], percent: number): Readonly<Record<string, number>> {
  return Object.fromEntries(toggles.map((toggle) => [toggle.key, percent]));
}
