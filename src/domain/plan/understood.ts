import { parseLimit, sayLimit, type Limit } from './limit.ts';
import { expectedByStage, firstDecider, type Expected } from './first-decider.ts';
import type { Criterion, Finding, PlanProblem, Stage } from './plan.ts';
import { planJson, type CheckedPlan } from './plan-json.ts';
import type { ProseJson } from './prose/prose-json.ts';
import { signalsOf } from './read-criterion.ts';
import { readPlan } from './read-plan.ts';
import { findBlocks } from './find-block.ts';
import { proseLimit, tieCriteria } from './tie-criteria.ts';
import { writeLimit } from './write-limit.ts';
import { parseBlock } from './parse-block.ts';

/** What was understood of a plan, for the person who brought it: plain data, free of people's names. */
export type Understood =
  | {
      readonly ok: false;
      readonly title: string | null;
      readonly problems: readonly PlanProblem[];
    }
  | {
      readonly ok: true;
      readonly title: string;
      readonly zone: string;
      readonly toggles: readonly { readonly key: string; readonly line: number }[];
      readonly stages: readonly UnderstoodStage[];
      /** The criteria as the text states them, each with what measures it. */
      readonly criteria: readonly UnderstoodCriterion[];
      /** The criteria the block defines. */
      readonly bound: readonly BoundCriterion[];
      readonly signals: readonly {
        readonly id: string;
        readonly source: string;
        readonly kind: string;
        readonly query: string;
        readonly line: number;
      }[];
      readonly contacts: ProseJson['contacts'];
      readonly links: readonly {
        readonly label: string;
        readonly url: string;
        readonly kind: string;
        readonly line: number;
      }[];
      readonly findings: readonly Finding[];
      /** Lines of the block's fences, first and last; `null` without a block. */
      readonly block: { readonly from: number; readonly to: number } | null;
      readonly expected: readonly Expected[];
      /** First stage whose expected traffic is enough to decide; `null` where none is, or none was named. */
      readonly firstDecider: string | null;
    };

interface UnderstoodStage {
  readonly id: string;
  readonly label: string;
  readonly phase: string | null;
  readonly line: number;
  /** Where the prose has it; `null` for a stage only the block knows. */
  readonly proseLine: number | null;
  readonly percent: number | null;
  readonly users: number | null;
  /** In the author's words where there are any. */
  readonly length: string | null;
  readonly start: string | null;
  readonly end: string | null;
  /** The planned instant, where a time of day is known. */
  readonly startsAt: number | null;
  readonly off: boolean;
}

interface UnderstoodCriterion {
  readonly text: string;
  readonly line: number;
  readonly from: 'success' | 'rollback';
  /** "under 5 %"; `null` where the text names no number. */
  readonly limit: string | null;
  /** The same in the limit language, for the block. */
  readonly written: string | null;
  readonly isRelative: boolean;
  /** Ids of the block's criteria that measure it. */
  readonly boundBy: readonly string[];
}

interface BoundCriterion {
  readonly id: string;
  readonly label: string;
  readonly line: number;
  readonly kind: string;
  readonly limit: string | null;
  /** Whether anything says what is good: a limit, one for a stage, or a baseline. */
  readonly hasLimit: boolean;
  readonly breach: string;
  readonly watch: boolean;
  readonly signals: readonly string[];
}

/**
 * Reads a plan for the person who brought it.
 * @param perDay attempts a day expected with the feature on for everyone; `null` where nobody said.
 */
export function understand(markdown: string, perDay: number | null): Understood {
  const read = readPlan(markdown);
  if (!read.ok) return { ok: false, title: read.title, problems: read.problems };
  const { plan, prose, findings } = read;
  const [block] = findBlocks(markdown);
  const expected = expectedByStage(plan, read.tied, perDay ?? 0);
  return {
    ok: true,
    title: plan.title,
    zone: plan.zone,
    toggles: plan.toggles.map(({ key, line }) => ({ key, line })),
    stages: stagesOf(read),
    criteria: criteriaOf(read, markdown),
    bound: plan.criteria.map(boundOf),
    signals: plan.signals.map(({ id, source, kind, query, line }) => ({ id, source, kind, query, line })),
    contacts: plan.contacts.map(({ for: what, hours, role }) => ({ for: what, hours, role })),
    links: prose.links.map(({ label, url, kind, line }) => ({ label, url, kind, line })),
    findings,
    block: block === undefined ? null : { from: block.firstLine - 1, to: block.endLine },
    expected,
    firstDecider: perDay === null ? null : firstDecider(expected),
  };
}

function stagesOf(read: CheckedPlan): readonly UnderstoodStage[] {
  const json = planJson({ ...read, hasBlock: true }).stages;
  return read.plan.stages.map((stage: Stage, i) => ({
    id: stage.id,
    label: stage.label,
    phase: stage.phase,
    line: stage.line,
    proseLine: read.tied[i]?.prose?.line ?? null,
    ...plannedOf(json[i]),
    startsAt: stage.start,
    off: stage.off,
  }));
}

function plannedOf(
  json: ProseJson['stages'][number] | undefined,
): Pick<UnderstoodStage, 'percent' | 'users' | 'length' | 'start' | 'end'> {
  if (json === undefined) return { percent: null, users: null, length: null, start: null, end: null };
  const { percent, users, duration, start, end } = json;
  return { percent, users, length: duration?.text ?? null, start, end };
}

function criteriaOf({ prose }: CheckedPlan, markdown: string): readonly UnderstoodCriterion[] {
  const [fenced] = findBlocks(markdown);
  const parsed = fenced === undefined ? null : parseBlock(fenced);
  const entries = parsed?.ok === true ? (parsed.block.criteria ?? []) : [];
  return tieCriteria(prose.criteria, entries).map(({ prose: said, named, alike }) => {
    const limit = proseLimit(said);
    return {
      text: said.text,
      line: said.line,
      from: said.from,
      limit: limit === null ? null : sayLimit(limit),
      written: limit === null ? null : written(limit),
      isRelative: said.isRelative,
      boundBy: (named.length > 0 ? named : alike).map((one) => one.id),
    };
  });
}

/** A window the block can't give such a limit ("< 5% in any 10 minutes") stays in the text. */
function written(limit: Limit): string {
  const whole = writeLimit(limit);
  return typeof parseLimit(whole) === 'string'
    ? writeLimit({ ...limit, within: null, per: undefined })
    : whole;
}

function boundOf(criterion: Criterion): BoundCriterion {
  const { id, label, line, measure, limit, limits, baseline, breach, watch } = criterion;
  return {
    id,
    label,
    line,
    kind: measure.kind,
    limit: limit === null ? null : sayLimit(limit),
    hasLimit: limit !== null || baseline !== null || Object.keys(limits).length > 0,
    breach,
    watch,
    signals: signalsOf(measure),
  };
}
