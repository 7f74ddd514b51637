import { plainEntry, type Entry } from './entry.ts';
import { readStageName } from './stage-name.ts';

/** A heading with what stands below it up to the next heading. */
export interface Section {
  readonly heading: Entry;
  /** Depth; lines that stand in for headings lie half a step below the heading they are under. */
  readonly level: number;
  readonly entries: readonly Entry[];
  /** Sections this one lies in, outermost first. */
  readonly path: readonly Section[];
  /** Made of a bold or plain line, not of a heading. */
  readonly isLine: boolean;
}

const subLabel = /^(?:planning|results?|rollout planning|description)\b[^:]{0,30}:?$/i;
const laterLabel =
  /^(?:(?:1|one)[- ](?:week|month) results?\b.{0,60}|post[- ]launch (?:questions|metrics)|go[- ]live!?)\s*:?$/i;

interface Draft {
  readonly heading: Entry;
  readonly level: number;
  readonly entries: Entry[];
  readonly path: readonly Section[];
  readonly isLine: boolean;
}

/** Cuts a plan into sections by its headings, and by lines that serve as headings where it has no headings for its stages. */
export function readSections(entries: readonly Entry[]): readonly Section[] {
  const headed = new Set(
    entries
      .filter((entry) => entry.kind === 'heading')
      .map((entry) => readStageName(entry.text)?.kind ?? null),
  );
  const drafts: Draft[] = [
    { heading: plainEntry('heading', 0, ''), level: 0, entries: [], path: [], isLine: false },
  ];
  const stack: Draft[] = [...drafts];
  for (const entry of entries) {
    const level = levelOf(entry, stack, headed);
    if (level === null) {
      drafts.at(-1)?.entries.push(entry);
      continue;
    }
    while ((stack.at(-1)?.level ?? -1) >= level && stack.length > 1) stack.pop();
    const draft: Draft = {
      heading: entry,
      level,
      entries: [],
      path: stack.filter((open) => open.level > 0),
      isLine: entry.kind !== 'heading',
    };
    drafts.push(draft);
    stack.push(draft);
  }
  return drafts;
}

function levelOf(entry: Entry, stack: readonly Draft[], headed: ReadonlySet<string | null>): number | null {
  if (entry.kind === 'heading') return entry.depth;
  if (entry.kind === 'row' || entry.kind === 'code' || entry.text.length > 140 || entry.indent > 0)
    return null;
  const open = stack.findLast((draft) => draft.isLine && draft.level % 1 === 0.5);
  const level = open?.level ?? lastHeading(stack) + 0.5;
  if (namesStep(entry, headed)) return goesLive(entry) ? besideSteps(stack, level) : level;
  return subLabel.test(entry.text) && (entry.strong || isPlainLine(entry)) ? level + 0.25 : null;
}

function goesLive(entry: Entry): boolean {
  return readStageName(entry.text)?.kind === 'go-live';
}

/** A Go Live line comes after the phases and stages, not inside the last of them. */
function besideSteps(stack: readonly Draft[], level: number): number {
  const step = stack.find((draft) => draft.level > 0 && readStageName(draft.heading.text) !== null);
  return Math.min(level, step?.level ?? level);
}

function isPlainLine(entry: Entry): boolean {
  return entry.kind === 'line' && entry.indent < 0;
}

/** Lines serve as headings only for what the plan gives no headings to. */
function namesStep(entry: Entry, headed: ReadonlySet<string | null>): boolean {
  if (isPlainLine(entry) && laterLabel.test(entry.text)) return true;
  if (headed.has('stage') || !(entry.strong || isPlainLine(entry))) return false;
  const name = readStageName(entry.text);
  if (name === null || headed.has(name.kind)) return false;
  if (entry.strong) return entry.kind === 'line';
  return (name.kind === 'stage' || !headed.has('phase')) && name.id !== null && entry.text.length < 100;
}

function lastHeading(stack: readonly Draft[]): number {
  return stack.findLast((open) => !open.isLine)?.level ?? 0;
}

/** Whether a section lies below a heading, at any depth. */
export function liesIn(section: Section, heading: Entry): boolean {
  return section.path.some((outer) => outer.heading === heading);
}
