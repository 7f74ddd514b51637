import type { Block } from './block-schema.ts';
import { parseDuration } from '../time/duration.ts';
import { readAcceptances } from './acceptances.ts';
import { allFindings } from './all-findings.ts';
import { findBlocks, linesOutside } from './find-block.ts';
import { parseBlock, type LineOf } from './parse-block.ts';
import type { Criterion, Finding, Plan, PlanProblem, Signal, Stage, Toggle, TrafficRule } from './plan.ts';
import { checklistProblems, readChecklist } from './read-checklist.ts';
import { readCriterion } from './read-criterion.ts';
import type { ProsePlan } from './prose/prose-plan.ts';
import { readWithoutPeople, type BareProse } from './prose/without-people.ts';
import { planWithoutPeople } from './plan-without-people.ts';
import { readRest } from './read-rest.ts';
import { readStage } from './read-stages.ts';
import { repeatedIds } from './repeated-ids.ts';
import { tieStages, type TiedStage } from './tie-stages.ts';
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
  const bare = readProseOr(markdown);
  if (typeof bare === 'string')
    return { ok: false, title: null, problems: [{ line: null, column: null, message: bare }] };
  const { prose, hide } = bare;
  const title = prose.title?.text ?? null;
  if (second !== undefined) {
    const message = 'This is a second stagewatch block. Merge it into the first: a plan has one.';
    return { ok: false, title, problems: [{ line: second.firstLine - 1, column: 1, message }] };
  }
  const words: Words = { prose, lines: linesOutside(bare.markdown, fenced), hide };
  if (fenced === undefined) return together(words, null, () => prose.title?.line ?? 1);
  const parsed = parseBlock(fenced);
  if (!parsed.ok) return { ok: false, title, problems: withoutNames(parsed.problems, hide) };
  return together(words, parsed.block, parsed.lineOf);
}

/** A text that breaks the reader is a plan with a problem, like every plan that can't be read. */
function readProseOr(markdown: string): BareProse | string {
  try {
    return readWithoutPeople(markdown);
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown reason';
    return `Reading this plan failed inside Stagewatch: ${reason}. Cut it to the release plan itself, and report the text that fails.`;
  }
}

/** What a plan says outside its block, with nobody named. */
interface Words {
  readonly prose: ProsePlan;
  readonly lines: readonly string[];
  readonly hide: (text: string) => string;
}

function together({ prose, lines, hide }: Words, ofBlock: Block | null, lineOf: LineOf): ReadPlan {
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
  const asked = block.checklist ?? [];
  problems.push(...checklistProblems(asked, { stages, zone }, lineOf));
  const title = prose.title?.text ?? '';
  const acceptances = readAcceptances(block, lines, lineOf);
  const read: Plan = {
    title: title === '' ? 'Untitled plan' : title,
    zone,
    businessHours: block['business-hours'] ?? null,
    toggles,
    stages,
    signals: readSignals(block, lineOf),
    criteria,
    traffic: readTraffic(block, lineOf),
    ...readRest(block, prose, stages, lineOf),
    checklist: readChecklist({ prose, tied, stages, zone }, asked),
    accepted: acceptances.accepted,
  };
  const plan = planWithoutPeople(read, hide);
  // A stage or criterion that could not be read would make every reference to it look wrong too.
  if (problems.length === 0) problems.push(...unknownReferences(plan), ...repeatedIds(plan));
  if (problems.length > 0)
    return { ok: false, title: prose.title?.text ?? null, problems: withoutNames(problems, hide) };
  const hasBlock = ofBlock !== null;
  const found = allFindings({ plan, prose, tied, block: ofBlock, lineOf, lost: acceptances.lost });
  const findings = withoutNames(found, hide);
  return { ok: true, plan, prose, tied, hasBlock, findings };
}

function withoutNames<T extends { readonly message: string }>(
  said: readonly T[],
  hide: (text: string) => string,
): readonly T[] {
  return said.map((one) => ({ ...one, message: hide(one.message) }));
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
