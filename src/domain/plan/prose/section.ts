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
  if (entry.text.length > 140 || entry.indent > 0 || entry.kind === 'row' || entry.kind === 'code')
    return null;
  const isPlainLine = entry.kind === 'line' && entry.indent < 0;
  const name = headed.has('stage') || !(entry.strong || isPlainLine) ? null : readStageName(entry.text);
  const isNew = name !== null && (entry.strong || !headed.has('phase'));
  const isStage =
    isNew &&
    !headed.has(name.kind) &&
    (entry.strong ? entry.kind === 'line' : name.id !== null && entry.text.length < 100);
  const isLater = isPlainLine && laterLabel.test(entry.text);
  if (isStage || isLater) {
    const peer = stack.find((open) => open.isLine && open.level % 1 === 0.5);
    return peer?.level ?? lastHeading(stack) + 0.5;
  }
  const isSub =
    subLabel.test(entry.text) && (entry.strong || (isPlainLine && entry.text.endsWith(':')) || isPlainLine);
  if (!isSub) return null;
  const line = stack.findLast((open) => open.isLine && open.level % 1 === 0.5);
  return (line?.level ?? lastHeading(stack) + 0.5) + 0.25;
}

function lastHeading(stack: readonly Draft[]): number {
  return stack.findLast((open) => !open.isLine)?.level ?? 0;
}

/** Whether a section lies below a heading, at any depth. */
export function liesIn(section: Section, heading: Entry): boolean {
  return section.path.some((outer) => outer.heading === heading);
}
