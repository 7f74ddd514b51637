import type { Entry } from './entry.ts';
import { readPercents } from './percent-text.ts';
import { isApart, readStageName } from './stage-name.ts';
import type { Section } from './section.ts';

/** A step that has no heading of its own: a bullet, or a clause of a sentence. */
export interface RampStep {
  readonly label: string;
  readonly entry: Entry;
  readonly percent: number | null;
  /** The words the step's own length and dates are read from. */
  readonly words: string;
  readonly isGoLive: boolean;
}

const judged =
  /[<≤≥]|(?<![-=])>|\b(?:less|fewer|more|greater) than\b|\bat least\b|\bbelow\b|\babove\b|\berror|\babandon|\blatency|\bsuccess rate|\bkpi\b|\bstaging\b/i;
const opening =
  /^\W*(?:(?:then|next|first|second|third|finally|initial(?:ly)?|gradually)\W+)*(?:stage|phase|step|day|week|wave|canary|roll(?:ed|ing)?[- ]?out|ramp|increase|release|launch|enable|turn(?:ed)? on|go[- ]live|expand|start|begin|set|full|final|bump|move|deploy|open|pilot|flip|toggle)\w*\b/i;

/** The bullets of a list that reads as a ramp: at least two of them, each with its own percentage. */
export function rampBullets(entries: readonly Entry[]): readonly RampStep[] {
  const bullets = entries.filter((entry) => entry.kind === 'item' && isRampBullet(entry));
  const outermost = Math.min(...bullets.map((entry) => entry.indent));
  const steps = bullets.filter((entry) => entry.indent === outermost).map(stepOf);
  const percents = new Set(steps.map((step) => step.percent));
  if (steps.length < 2 || percents.size < 2) return [];
  // Steps for named people, or with everything off, stand in the same list without a percentage.
  const between = entries.filter(
    (entry) => entry.kind === 'item' && entry.indent === outermost && isNamedStep(entry),
  );
  const rest = between.filter((entry) => !steps.some((step) => step.entry === entry));
  return [...steps, ...rest.map(stepOf)].toSorted((a, b) => a.entry.line - b.entry.line);
}

function isNamedStep(entry: Entry): boolean {
  return (
    /^\W*(?:internal|canary|pilot|targeted|named|team|staff|turn(?:ed)? off|off\b|pause)/i.test(entry.text) &&
    entry.text.length < 160 &&
    !judged.test(entry.text)
  );
}

function isRampBullet(entry: Entry): boolean {
  const { text } = entry;
  if (text.length > 220 || judged.test(text)) return false;
  const name = readStageName(text);
  if (name?.id !== undefined && name.id !== null) return readPercents(text).all.length > 0;
  const hasPercent = percentOf(text) !== null;
  const leads =
    /^\W*~?\d+(?:\.\d+)?\s*%/.test(text) ||
    /^\W*(?:(?:mon|tue|wed|thu|fri|sat|sun)\w*,?\s+)?\d{1,2}\/\d{1,2}/i.test(text);
  return hasPercent && (leads || opening.test(text));
}

/** Of "from 10% to 30%" a step is where it arrives. */
function percentOf(text: string): number | null {
  const arrival = /\d+\s*%\s*(?:->|→|=>)\s*(\d+(?:\.\d+)?)\s*%|\bfrom \d+\s*% to (\d+(?:\.\d+)?)\s*%/i.exec(
    text,
  );
  return arrival === null ? readPercents(text).single : Number(arrival[1] ?? arrival[2]);
}

function stepOf(entry: Entry): RampStep {
  return {
    label: entry.text.replace(/\s*:\s*$/, ''),
    entry,
    percent: percentOf(entry.text),
    words: entry.text,
    isGoLive: readStageName(entry.text)?.kind === 'go-live',
  };
}

const ramping =
  /\bgating\b|\broll|\bramp|\blaunch|\bgo[- ]live\b|\brelease|\bincrease|\bexpos|\bexpand|\bthen\b|\bfollowed by\b|\bstart (?:at|with)\b|\bmove to\b/i;

/** The clauses of a sentence that walks through the ramp ("a day at 10%, two days at 50%, then everyone"). */
export function rampClauses(entries: readonly Entry[], label: string | null): readonly RampStep[] {
  for (const entry of entries) {
    if (entry.kind !== 'item' && entry.kind !== 'line') continue;
    if (judged.test(entry.text) || !ramping.test(entry.text)) continue;
    const bare = entry.text.slice(0, 600).replace(/\([^)]*\/[^)]*\)/g, ' ');
    const clauses = bare.split(/[,;]\s*(?:and\s+)?(?:then\s+)?|\s+and then\s+|\s+then\s+|\.\s+/);
    const steps = clauses.flatMap((clause): readonly RampStep[] => {
      const percents = readPercents(clause);
      if (percents.single === null || /\buat\b|\bmoderated\b/i.test(clause)) return [];
      const isGoLive = /\bgo[- ]live\b|\bfull(?:y)? (?:launch|roll)/i.test(clause);
      return [
        {
          label: label ?? clause.trim().replace(/\.$/, ''),
          entry,
          percent: percents.single,
          words: clause,
          isGoLive,
        },
      ];
    });
    if (steps.length >= 2) return steps;
  }
  return [];
}

/** Whether a section's lists may hold the ramp itself. */
export function mayHoldRamp(section: Section): boolean {
  const titles = [section, ...section.path].map((one) => one.heading.text);
  if (
    titles.some(
      (text) =>
        isApart(text) ||
        /\bresults?\b|\bcriteria\b|\bmetrics\b|\bkpi|\bstaging\b|\bpre-?launch\b|\bvalidation\b|\buse cases?\b/i.test(
          text,
        ),
    )
  )
    return false;
  return titles.some((text) =>
    /\broll-?\s?out\b|\bramp|\bstage|\bphase|\blaunch|\brelease\b|\bschedule\b|\btimeline\b|\bplan\b/i.test(
      text,
    ),
  );
}
