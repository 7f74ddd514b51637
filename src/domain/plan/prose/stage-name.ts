import { readNumber } from './number-text.ts';
import { readRoman } from './number-text.ts';
import { readPercents } from './percent-text.ts';

/** What a heading, a bold line or a row names. */
export interface StageName {
  readonly kind: 'stage' | 'phase' | 'testing' | 'go-live';
  /** "stage:a", "phase:2": the same step named twice has the same id; `null` where it has no letter or number. */
  readonly id: string | null;
}

const lettered =
  /^\W*(stage|phase|wave|tranche|batch|cohort|increment|ring|ramp|round|group)\b\s*[-–:#]?\s*([a-hA-H]|\d{1,2}|[ivxIVX]{1,4})(?:\.[A-Za-z\d])?\b(?!\s*[%/])/i;
const counted = /^\W*(first|second|third|fourth|fifth|final|last|initial) (?:stage|phase|wave|batch)\b/i;
const testing =
  /\b(?:UAT|user acceptance test\w*|pilot|(?<!un)moderated\b.{0,24}\btest\w*|friends and family)\b/i;
const goLive =
  /\bgo(?:es)?[- ]?live\b|\b(?:full|hard|general|wide|final|public|100%) (?:launch|roll-?\s?out|release|availability)\b|^\W*(?:launch|general availability)\W*$/i;
const apart =
  /\b(?:staging|pre-?launch|pre-?release|pre-?deploy\w*|preparation|post-?launch|results?|questions?|check-?lists?|roll-?back|metrics|criteria|kpis?|feedback|notes?|status|prerequisites?|requirements?|follow-?up|key results?|objectives?|okrs?|goals?)\b/i;
const ramping =
  /\b(?:users?|veterans?|traffic|prod(?:uction)?|roll-?\s?out|ramp\w*|release|launch|actors?|population|visitors|applicants|allotment|enabled?)\b/i;

/** Tells whether words name a step of the ramp, and which. Headings that only group or describe are none. */
export function readStageName(text: string): StageName | null {
  const short = text.slice(0, 240);
  const letter = lettered.exec(short);
  if (letter !== null) return letteredName(short, letter[1] ?? '', letter[2] ?? '');
  if (apart.test(short)) return null;
  const kind = namedKind(short) ?? (namesRamp(short) ? 'stage' : null);
  return kind === null ? null : { kind, id: null };
}

function letteredName(text: string, word: string, letter: string): StageName | null {
  const kind = word.toLowerCase() === 'phase' ? 'phase' : 'stage';
  const id = `${kind}:${numberOf(letter, kind)}`;
  const isUnmoderated = /\bunmoderated\b/i.test(text) && !/\buat\b|user acceptance/i.test(text);
  if (testing.test(text) && !isUnmoderated) return { kind: 'testing', id };
  if (kind === 'phase' && goLive.test(text) && !/\bstag|\bphased\b/i.test(text))
    return { kind: 'go-live', id };
  return /\bstaging\b|\bresults?$/i.test(text) ? null : { kind, id };
}

function namedKind(text: string): StageName['kind'] | null {
  const isTest = testing.test(text);
  if (goLive.test(text)) return 'go-live';
  if (/^\W*(?:canary|pilot)\b|^[\w-]+(?: \w+)? stage\W*$/i.test(text) || counted.test(text))
    return isTest ? 'testing' : 'stage';
  return isTest && /\btest|\buat\b/i.test(text) ? 'testing' : null;
}

function namesRamp(text: string): boolean {
  if (readPercents(text).all.length === 0 || /[<>≤≥=]/.test(text)) return false;
  const isDay = /^\W*(?:day|week|step|sprint|milestone)\s*\d+\b/i.test(text);
  return isDay || ramping.test(text) || /(?:^|[:–—-])\W*\d+(?:\.\d+)?%\W*$/.test(text);
}

/** "b", "2" and "II" as one form; a lone I after "Stage" stays a letter of the alphabet only where it could be one. */
function numberOf(text: string, kind: 'phase' | 'stage'): string {
  const roman = readRoman(text);
  if (roman !== null && (kind === 'phase' || text.length > 1 || /^[ivx]$/i.test(text))) return String(roman);
  const number = readNumber(text);
  return number === null ? text.toLowerCase() : String(number);
}

/** Headings under which steps are only listed, or come after the ramp. */
export function isApart(heading: string): boolean {
  if (/\bplan\b/i.test(heading) && !/\broll-?back\b/i.test(heading)) return false;
  return /\bpost[- ]?launch\b|\b(?:1|one|2|two|3|three)[- ]?(?:week|month|day)s?\b.{0,20}(?:results?|check|metrics)|\bcheck-?lists?\b|\bbackground\b|\bappendix\b|\bchange ?log\b|\broll-?back\b|\bquestions\b|\bfailed launch\b|^\W*(?:\w+ )?contacts?\b|\bretrospective\b/i.test(
    heading,
  );
}

/** Headings of a summary that the plan's own sections repeat in full. */
export function isOverview(heading: string): boolean {
  return /\boverview\b|\bsummary\b|\bcheck-?list\b|\btimeline\b|\bat a glance\b|\btl;?dr\b/i.test(heading);
}
