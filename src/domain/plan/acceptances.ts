import { lineWithWords } from './anchor-words.ts';
import type { Block } from './block-schema.ts';
import { findingKey, quote } from './findings/fault.ts';
import type { LineOf } from './parse-block.ts';
import type { Acceptance, Finding, Plan } from './plan.ts';
import type { ProsePlan } from './prose/prose-plan.ts';

export interface ReadAcceptances {
  readonly accepted: readonly Acceptance[];
  /** Those whose words are gone: they accept nothing, and this says so. */
  readonly lost: readonly Finding[];
}

/**
 * Reads what the block accepts. One that keeps the words of its line goes where they are now.
 * @param lines the plan's lines, with blanks where its block stands
 */
export function readAcceptances(block: Block, lines: readonly string[], lineOf: LineOf): ReadAcceptances {
  const accepted: Acceptance[] = [];
  const lost: Finding[] = [];
  for (const [i, { finding, line, of, words, reason }] of (block.accept ?? []).entries()) {
    const at = lineOf(['accept', i]);
    const found =
      line === undefined || words === undefined || of !== undefined
        ? (line ?? null)
        : lineWithWords(lines, line, words);
    if (found === null && line !== undefined) {
      lost.push(
        unused(
          at,
          `${quote(finding)} was accepted about the words ${quote(words ?? '')}, which are no longer on line ${line} nor on just one other line. So it accepts nothing: accept it anew where it is meant, or leave the entry out.`,
        ),
      );
    } else accepted.push({ finding, line: found, of: of ?? null, reason, at });
  }
  return { accepted, lost };
}

/** An accepted finding becomes a note that keeps the reason. */
export function acceptFinding(plan: Plan, one: Finding): Finding {
  const acceptance = plan.accepted.find((entry) => covers(entry, one));
  return acceptance === undefined
    ? one
    : { ...one, severity: 'note', message: `${one.message} Accepted: ${acceptance.reason}` };
}

/** By the entry of the block it is about, else by its line; one that names neither covers the whole plan. */
function covers(entry: Acceptance, one: Finding): boolean {
  if (entry.finding !== one.code) return false;
  if (entry.of !== null) return entry.of === one.of;
  return entry.line === null || entry.line === one.line;
}

/** Acceptances that no finding answers to. What is only found by asking the sources can't be told from the text. */
export function uselessAcceptances(plan: Plan, found: readonly Finding[]): readonly Finding[] {
  return plan.accepted
    .filter((entry) => !entry.finding.startsWith('live-') && !found.some((one) => covers(entry, one)))
    .map(({ finding, line, of, at }) => {
      const onLine = line === null ? 'in this plan' : `on line ${line}`;
      const where = of === null ? onLine : `about ${quote(of)}`;
      return unused(
        at,
        `There is no finding ${quote(finding)} ${where}, so this acceptance does nothing. Correct what it names, or leave it out.`,
      );
    });
}

function unused(line: number, message: string): Finding {
  return { severity: 'look', code: 'acceptance-without-finding', line, message };
}

/** Entries of the block whose `line` names no words of the prose: what they were meant for is not answered. */
export function straysInBlock(block: Block, prose: ProsePlan, lineOf: LineOf): readonly Finding[] {
  const hasWords = (line: number): boolean =>
    prose.entries.some((entry) => entry.line <= line && line <= entry.endLine);
  const isInStage = (line: number): boolean =>
    prose.stages.some((stage) => stage.line <= line && line <= stage.endLine);
  return [
    ...(block.stages ?? []).flatMap(({ id, line }, i) =>
      line === undefined || isInStage(line)
        ? []
        : [stray(lineOf(['stages', i]), id, `line ${line}, which is in no stage of the text`)],
    ),
    ...(block.criteria ?? []).flatMap(({ id, line }, i) =>
      [line ?? []]
        .flat()
        .filter((one) => !hasWords(one))
        .map((one) => stray(lineOf(['criteria', i]), id, `line ${one}, where the text says nothing`)),
    ),
  ];
}

function stray(line: number, of: string, what: string): Finding {
  return {
    severity: 'look',
    code: 'line-without-words',
    line,
    of,
    message: `${quote(of)} names ${what}. Name the line it stands for, or leave "line" out.`,
  };
}

/** One finding for a code, line and words, with the entry it is about; two entries on one line are two findings. */
export function withoutRepeats(found: readonly Finding[]): readonly Finding[] {
  const kept: Finding[] = [];
  const places = new Map<string, number[]>();
  for (const one of found) {
    const key = findingKey(one);
    const here = places.get(key) ?? [];
    const same = here.find((i) => {
      const of = kept[i]?.of;
      return of === undefined || one.of === undefined || of === one.of;
    });
    const first = same === undefined ? undefined : kept[same];
    if (same === undefined || first === undefined) places.set(key, [...here, kept.push(one) - 1]);
    else if (first.of === undefined && one.of !== undefined) kept[same] = { ...first, of: one.of };
  }
  return kept;
}
