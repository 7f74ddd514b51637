import type { Block } from './block-schema.ts';
import { parseDuration } from '../time/duration.ts';
import { checkPlan } from './check-plan.ts';
import { outlineMarkdown, type MarkdownOutline } from './find-block.ts';
import { parseBlock, type LineOf } from './parse-block.ts';
import type { Criterion, Finding, Plan, PlanProblem, Signal, Stage, Toggle, TrafficRule } from './plan.ts';
import { readCriterion, readKpi } from './read-criterion.ts';
import { readStage } from './read-stages.ts';
import { unknownReferences } from './unknown-references.ts';
import { day, minute } from '../time/time.ts';

/** Plans longer than this are refused: they would keep the reader busy and are no plans. */
const maxBytes = 262_144;

/** A Flipper value can take a minute to reach every process behind its cache. */
const defaultSettle = minute;

export type ReadPlan =
  | { readonly ok: true; readonly plan: Plan; readonly findings: readonly Finding[] }
  | { readonly ok: false; readonly title: string | null; readonly problems: readonly PlanProblem[] };

/**
 * Reads a release plan from its Markdown.
 * @returns the plan with its findings, or every problem that keeps it from being read, each with its line.
 */
export function readPlan(markdown: string): ReadPlan {
  if (markdown.length > maxBytes) {
    const message = `This plan is ${Math.ceil(markdown.length / 1024)} kB long; at most ${maxBytes / 1024} kB can be read. Cut it to the release plan itself.`;
    return { ok: false, title: null, problems: [{ line: null, column: null, message }] };
  }
  const outline = outlineMarkdown(markdown);
  const title = outline.title?.text ?? null;
  const [fenced, second] = outline.blocks;
  if (second !== undefined) {
    const message = 'This is a second stagewatch block. Merge it into the first: a plan has one.';
    return { ok: false, title, problems: [{ line: second.firstLine - 1, column: 1, message }] };
  }
  if (fenced === undefined) return fromBlock(outline, {}, () => outline.title?.line ?? 1);
  const parsed = parseBlock(fenced);
  if (!parsed.ok) return { ok: false, title, problems: parsed.problems };
  return fromBlock(outline, parsed.block, parsed.lineOf);
}

function fromBlock(outline: MarkdownOutline, block: Block, lineOf: LineOf): ReadPlan {
  const problems: PlanProblem[] = [];
  const keep = <T>(value: T | string, line: number): T[] => {
    if (typeof value !== 'string') return [value];
    problems.push({ line, column: null, message: value });
    return [];
  };
  const zone = block.zone ?? 'America/New_York';
  const toggles = readToggles(block, lineOf);
  const stages: Stage[] = (block.stages ?? []).flatMap((entry, i) => {
    const line = entry.line ?? lineOf(['stages', i]);
    return keep(readStage(entry, toggles, zone, line), line);
  });
  const criteria: Criterion[] = (block.criteria ?? []).flatMap((entry, i) => {
    const line = lineOf(['criteria', i]);
    return keep(readCriterion(entry, line), line);
  });
  const title = outline.title?.text ?? '';
  const plan: Plan = {
    title: title === '' ? 'Untitled plan' : title,
    zone,
    businessHours: block['business-hours'] ?? null,
    toggles,
    stages,
    signals: readSignals(block, lineOf),
    criteria,
    traffic: readTraffic(block, lineOf),
    ...readRest(block, lineOf),
  };
  // A stage or criterion that could not be read would make every reference to it look wrong too.
  if (problems.length === 0) problems.push(...unknownReferences(plan), ...repeatedIds(plan));
  if (problems.length > 0) return { ok: false, title: outline.title?.text ?? null, problems };
  return { ok: true, plan, findings: checkPlan(plan, outline.title) };
}

function readToggles(block: Block, lineOf: LineOf): readonly Toggle[] {
  return (block.toggles ?? []).map((entry, i) => ({
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

type Rest = Pick<
  Plan,
  'gates' | 'contacts' | 'notUndone' | 'results' | 'kpis' | 'checkIns' | 'identities' | 'accepted' | 'example'
>;

function readRest(block: Block, lineOf: LineOf): Rest {
  const { example } = block;
  return {
    gates: (block.gates ?? []).map((gate) => ({ text: gate.text, before: gate.before ?? null })),
    contacts: (block.contacts ?? []).map((contact) => ({
      for: contact.for,
      hours: contact.hours ?? 'always',
      role: contact.role,
      via: contact.via ?? null,
      ref: contact.ref ?? null,
    })),
    notUndone: block['not-undone'] ?? [],
    results: block.results ?? {},
    kpis: (block.kpis ?? []).map((entry, i) => readKpi(entry, lineOf(['kpis', i]))),
    checkIns: (block.checkins ?? []).map((entry) => ({
      id: entry.id,
      after: parseDuration(entry.after) ?? 7 * day,
      from: entry.from ?? null,
    })),
    identities: block.identities ?? [],
    accepted: (block.accept ?? []).map((entry) => ({
      finding: entry.finding,
      line: entry.line ?? null,
      reason: entry.reason,
    })),
    example:
      example === undefined
        ? null
        : {
            stage: example.stage,
            ago: parseDuration(example.started) ?? 0,
            allotment: example.allotment ?? null,
          },
  };
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
