import type { Block } from './block-schema.ts';
import { parseDuration } from '../time/duration.ts';
import { besideBlock } from './beside-block.ts';
import { blockAgainstProse } from './block-against-prose.ts';
import { acceptFinding, checkPlan, noStages } from './check-plan.ts';
import { findBlocks } from './find-block.ts';
import { findingKey } from './findings/fault.ts';
import { findFaults } from './findings/find-faults.ts';
import { parseBlock, type LineOf } from './parse-block.ts';
import type { Criterion, Finding, Plan, PlanProblem, Signal, Stage, Toggle, TrafficRule } from './plan.ts';
import { readCriterion } from './read-criterion.ts';
import type { ProsePlan } from './prose/prose-plan.ts';
import { readProse } from './prose/read-prose.ts';
import { readRest } from './read-rest.ts';
import { readStage } from './read-stages.ts';
import { strayStages } from './stray-stages.ts';
import { tieStages, type TiedStage } from './tie-stages.ts';
import { unknownNames } from './unknown-names.ts';
import { unknownReferences } from './unknown-references.ts';
import { minute } from '../time/time.ts';

/** Plans longer than this are refused: they would keep the reader busy and are no plans. */
const maxBytes = 262_144;

/** A Flipper value can take a minute to reach every process behind its cache. */
const defaultSettle = minute;

export type ReadPlan =
  | {
      readonly ok: true;
      readonly plan: Plan;
      /** What the prose alone says. */
      readonly prose: ProsePlan;
      /** What ties each of the plan's stages to prose and block, in the same order. */
      readonly tied: readonly TiedStage[];
      /** False where the plan has no `stagewatch` block: then its prose is all there is. */
      readonly hasBlock: boolean;
      readonly findings: readonly Finding[];
    }
  | { readonly ok: false; readonly title: string | null; readonly problems: readonly PlanProblem[] };

/**
 * Reads a release plan from its Markdown: what its prose says, and over it what its block binds, fills and corrects.
 * @returns the plan with every finding, or every problem that keeps it from being read, each with its line.
 */
export function readPlan(markdown: string): ReadPlan {
  if (markdown.length > maxBytes) {
    const message = `This plan is ${Math.ceil(markdown.length / 1024)} kB long; at most ${maxBytes / 1024} kB can be read. Cut it to the release plan itself.`;
    return { ok: false, title: null, problems: [{ line: null, column: null, message }] };
  }
  const [fenced, second] = findBlocks(markdown);
  const prose = readProseOr(markdown);
  if (typeof prose === 'string')
    return { ok: false, title: null, problems: [{ line: null, column: null, message: prose }] };
  const title = prose.title?.text ?? null;
  if (second !== undefined) {
    const message = 'This is a second stagewatch block. Merge it into the first: a plan has one.';
    return { ok: false, title, problems: [{ line: second.firstLine - 1, column: 1, message }] };
  }
  if (fenced === undefined) return together(prose, null, () => prose.title?.line ?? 1);
  const parsed = parseBlock(fenced);
  if (!parsed.ok) return { ok: false, title, problems: parsed.problems };
  return together(prose, parsed.block, parsed.lineOf);
}

/** A text that breaks the reader is a plan with a problem, as any other that can't be read. */
function readProseOr(markdown: string): ProsePlan | string {
  try {
    return readProse(markdown);
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown reason';
    return `Reading this plan failed inside Stagewatch: ${reason}. Cut it to the release plan itself, and report the text that fails.`;
  }
}

function together(prose: ProsePlan, ofBlock: Block | null, lineOf: LineOf): ReadPlan {
  const block = ofBlock ?? {};
  const problems: PlanProblem[] = [];
  const keep = <T>(value: T | string, line: number): T[] => {
    if (typeof value !== 'string') return [value];
    problems.push({ line, column: null, message: value });
    return [];
  };
  const zone = block.zone ?? 'America/New_York';
  const toggles = readToggles(block, prose, lineOf);
  const tied = tieStages(prose.stages, block.stages ?? []);
  const stages: Stage[] = tied.flatMap((stage) => {
    const line =
      stage.block?.entry.line ??
      (stage.block === null ? undefined : lineOf(['stages', stage.block.index])) ??
      stage.prose?.line ??
      1;
    return keep(readStage(stage, toggles, zone, line), line);
  });
  const criteria: Criterion[] = (block.criteria ?? []).flatMap((entry, i) => {
    const line = lineOf(['criteria', i]);
    return keep(readCriterion(entry, line), line);
  });
  const title = prose.title?.text ?? '';
  const plan: Plan = {
    title: title === '' ? 'Untitled plan' : title,
    zone,
    businessHours: block['business-hours'] ?? null,
    toggles,
    stages,
    signals: readSignals(block, lineOf),
    criteria,
    traffic: readTraffic(block, lineOf),
    ...readRest(block, prose, stages, lineOf),
  };
  // A stage or criterion that could not be read would make every reference to it look wrong too.
  if (problems.length === 0) problems.push(...unknownReferences(plan), ...repeatedIds(plan));
  if (problems.length > 0) return { ok: false, title: prose.title?.text ?? null, problems };
  const hasBlock = ofBlock !== null;
  return { ok: true, plan, prose, tied, hasBlock, findings: allFindings(plan, prose, tied, ofBlock, lineOf) };
}

/** Findings of the prose and, where the plan has a block, of the two together; an accepted one is a note with its reason. */
function allFindings(
  plan: Plan,
  prose: ProsePlan,
  tied: readonly TiedStage[],
  block: Block | null,
  lineOf: LineOf,
): readonly Finding[] {
  const ofProse = findFaults(prose);
  const found =
    block === null
      ? [...ofProse, ...(plan.stages.length === 0 ? [noStages()] : [])]
      : [
          ...besideBlock({ plan, prose, tied, block }, ofProse),
          ...checkPlan({ plan, prose, tied }),
          ...blockAgainstProse(plan, prose, tied, block),
          ...strayStages(prose.stages, block.stages ?? [], lineOf),
          ...unknownNames({ plan, prose, block }, lineOf),
        ];
  const seen = new Set<string>();
  return found
    .filter((one) => {
      const key = findingKey(one);
      return !seen.has(key) && seen.add(key) !== undefined;
    })
    .map((one) => acceptFinding(plan, one))
    .toSorted((a, b) => (a.line ?? Number.MAX_SAFE_INTEGER) - (b.line ?? Number.MAX_SAFE_INTEGER));
}

/** The block's toggles; without any, those the prose names. */
function readToggles(block: Block, prose: ProsePlan, lineOf: LineOf): readonly Toggle[] {
  if (block.toggles === undefined) {
    return prose.toggles.map(({ key, line }, i) => ({
      key,
      actor: 'user' as const,
      settle: defaultSettle,
      offOrder: i + 1,
      line,
    }));
  }
  return block.toggles.map((entry, i) => ({
    key: entry.key,
    actor: entry.actor ?? 'user',
    settle: entry.settle === undefined ? defaultSettle : (parseDuration(entry.settle) ?? defaultSettle),
    offOrder: entry['off-order'] ?? i + 1,
    line: lineOf(['toggles', i]),
  }));
}

function readSignals(block: Block, lineOf: LineOf): readonly Signal[] {
  return Object.entries(block.signals ?? {}).map(([id, entry]) => ({
    id,
    source: entry.source,
    kind: entry.kind,
    query: entry.query,
    dataset: entry.dataset ?? null,
    by: entry.by ?? null,
    measure: entry.measure ?? null,
    statistic: entry.statistic ?? null,
    unit: entry.unit ?? null,
    weight: entry.weight ?? null,
    top: entry.top ?? null,
    absent: entry.absent ?? 'gap',
    heartbeat: entry.heartbeat ?? null,
    line: lineOf(['signals', id]),
  }));
}

function readTraffic(block: Block, lineOf: LineOf): readonly TrafficRule[] {
  return (block.traffic ?? []).map((entry, i) => ({
    toggle: entry.toggle,
    newPath: entry.new,
    oldPath: entry.old,
    unit: entry.unit ?? 'actors',
    perActor: entry['per-actor'] ?? null,
    eligible: entry.eligible ?? null,
    line: lineOf(['traffic', i]),
  }));
}

function repeatedIds(plan: Plan): readonly PlanProblem[] {
  return [
    ...repeats('stage', plan.stages),
    ...repeats('criterion', plan.criteria),
    ...repeats(
      'toggle',
      plan.toggles.map((toggle) => ({ id: toggle.key, line: toggle.line })),
    ),
  ];
}

function repeats(what: string, items: readonly { id: string; line: number }[]): readonly PlanProblem[] {
  const first = new Map<string, number>();
  return items.flatMap(({ id, line }) => {
    const seen = first.get(id);
    if (seen === undefined) {
      first.set(id, line);
      return [];
    }
    return [
      {
        line,
        column: null,
        message: `${what} "${id}" is already on line ${seen}. Give one of them another id.`,
      },
    ];
  });
}
