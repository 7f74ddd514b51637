import type { Ms } from '../time/time.ts';
import type { Rhythm } from './ask-rhythm.ts';
import type { Limit } from './limit.ts';

/** A step of the ramp. */
export interface Stage {
  /** Stable slug from the plan, never an index. */
  readonly id: string;
  readonly label: string;
  readonly phase: string | null;
  readonly audience: Audience;
  /** Planned start, UTC; `null` where the plan names none. */
  readonly start: number | null;
  /** Planned length; `null` where the plan names none. */
  readonly length: Ms | null;
  /** Off on purpose. */
  readonly off: boolean;
  /** Too few actors ever to be proven: "Nothing broke; not proven" at its end, never green. */
  readonly safetyOnly: boolean;
  readonly line: number;
}

/** Who gets a stage: a percent of actors for each toggle, or so many named actors. */
export type Audience =
  | { readonly kind: 'percent'; readonly percents: Readonly<Record<string, number>> }
  | { readonly kind: 'actors'; readonly count: number }
  | { readonly kind: 'unknown' };

export interface Toggle {
  readonly key: string;
  readonly actor: 'user' | 'cookie_id';
  /** How long a new value takes to reach everyone. */
  readonly settle: Ms;
  /** Place in the order of turning off; lowest first. */
  readonly offOrder: number;
  readonly line: number;
}

export interface Signal {
  readonly id: string;
  readonly source: string;
  readonly kind: 'count' | 'counter' | 'histogram' | 'duration' | 'unique' | 'gauge' | 'issues';
  readonly query: string;
  readonly dataset: string | null;
  readonly by: string | null;
  readonly measure: string | null;
  readonly statistic: string | null;
  readonly unit: 'ms' | 's' | null;
  /** For a duration: the count signal that weighs each bucket's average. */
  readonly weight: string | null;
  readonly top: number | null;
  /** `zero`: no event is reported as no point; then `heartbeat` must show that the source was alive. */
  readonly absent: 'gap' | 'zero';
  readonly heartbeat: string | null;
  readonly line: number;
}

/** What a criterion measures. Relative ones carry a baseline; the rest a limit. */
export type Measure =
  | { readonly kind: 'ratio'; readonly numerator: string; readonly denominator: string }
  | { readonly kind: 'count'; readonly signal: string }
  | { readonly kind: 'never'; readonly signal: string }
  | { readonly kind: 'average'; readonly signal: string }
  | { readonly kind: 'max'; readonly signal: string }
  | { readonly kind: 'slower'; readonly than: Ms; readonly signal: string }
  | { readonly kind: 'uptime'; readonly failed: string; readonly of: string }
  /** Uptime by a probe: a gauge of the part of each bucket that was up, 0 to 1. */
  | { readonly kind: 'downtime'; readonly up: string }
  | {
      readonly kind: 'classes';
      readonly signal: string;
      readonly of: string;
      readonly groups: readonly string[];
    }
  | { readonly kind: 'new-issues'; readonly signal: string }
  | {
      readonly kind: 'ask';
      readonly text: string;
      readonly answer: 'count' | 'share' | 'yes-no-na';
      /** How old an answer may grow before it must be asked again; without one, once in a run will do. */
      readonly every?: Rhythm | undefined;
    };

export type Baseline =
  | { readonly kind: 'control'; readonly signals: Readonly<Record<string, string>> }
  | { readonly kind: 'previous stage' }
  | { readonly kind: 'before launch' };

/** What an over-limit criterion calls for. */
export type Breach = 'roll back' | 'hold';

export interface Criterion {
  readonly id: string;
  readonly label: string;
  readonly measure: Measure;
  /** `null`: the plan states none, so it can neither pass nor fail. */
  readonly limit: Limit | null;
  /** Limits that differ for a stage, by stage id. */
  readonly limits: Readonly<Record<string, Limit>>;
  readonly breach: Breach;
  readonly baseline: Baseline | null;
  /** Tolerated ratio against the baseline: 1.1 allows ten per cent more. */
  readonly tolerance: number | null;
  /** The limit holds on average over bursts, whose size is measured before launch. */
  readonly bursty: boolean;
  /** Watched by choice: no pass, no fail. */
  readonly watch: boolean;
  /** Stage ids it applies to; `null` means all. */
  readonly stages: readonly string[] | null;
  readonly fills: string | null;
  /** Whose failures it counts, where the plan says: it changes nothing in how it is judged. */
  readonly fault?: Fault | undefined;
  readonly line: number;
}

/** Whose failures, and what they ask of people: a call to the help desk, or another try. */
type Fault = 'ours' | 'downstream' | 'help desk' | 'retry';

/** A box of the plan: done when it is ticked in the text or recorded as done. It holds no stage; a gate does. */
export interface ChecklistItem {
  readonly text: string;
  readonly ticked: boolean;
  /** Heading it stands under; `null` for one the block adds. */
  readonly section: string | null;
  readonly line: number | null;
  /** Stage it is for; `null` for the whole rollout. */
  readonly stage: string | null;
  readonly owner: string | null;
  readonly due: number | null;
}

/** How the traffic split is seen: distinct actors, or requests with a known number per actor. */
export interface TrafficRule {
  readonly toggle: string;
  readonly newPath: string;
  readonly oldPath: string;
  readonly unit: 'actors' | 'requests';
  readonly perActor: number | null;
  readonly eligible: string | null;
  readonly line: number;
}

interface Contact {
  readonly for: string;
  readonly hours: 'business' | 'after' | 'always';
  readonly role: string;
  readonly via: string | null;
  readonly ref: string | null;
}

interface Gate {
  readonly text: string;
  readonly before: string | null;
}

export interface Kpi {
  readonly id: string;
  readonly label: string;
  readonly measure: Measure | null;
  readonly target: Limit | null;
  readonly fills: string | null;
  readonly line: number;
}

interface CheckIn {
  readonly id: string;
  readonly after: Ms;
  readonly from: string | null;
}

/** An accepted finding, with the reason it was accepted. */
export interface Acceptance {
  readonly finding: string;
  readonly line: number | null;
  /** Id of the block's entry it is about; then no line counts. */
  readonly of: string | null;
  readonly reason: string;
  /** The line of the block it stands on. */
  readonly at: number;
}

/** Where a plan with example data stands when the server first starts: this stage, opened this long ago. */
interface ExampleStart {
  readonly stage: string;
  readonly ago: Ms;
  /** What the toggles give; `null`: what the stage plans. */
  readonly allotment: number | null;
}

/** A team's release plan, as read. Nothing in it is guessed. */
export interface Plan {
  readonly title: string;
  /** IANA zone the plan's local times are in. */
  readonly zone: string;
  readonly businessHours: string | null;
  readonly toggles: readonly Toggle[];
  readonly stages: readonly Stage[];
  readonly signals: readonly Signal[];
  readonly criteria: readonly Criterion[];
  readonly traffic: readonly TrafficRule[];
  readonly gates: readonly Gate[];
  readonly checklist: readonly ChecklistItem[];
  readonly contacts: readonly Contact[];
  readonly notUndone: readonly string[];
  readonly results: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly kpis: readonly Kpi[];
  readonly checkIns: readonly CheckIn[];
  readonly identities: readonly string[];
  readonly accepted: readonly Acceptance[];
  readonly example: ExampleStart | null;
}

/** A fault of a plan. `must-fix` blocks Ready to advance, never the watching. */
export interface Finding {
  readonly severity: 'must-fix' | 'look' | 'note';
  readonly code: string;
  readonly line: number | null;
  /** Id of the block's entry it is about: it stays when lines move. */
  readonly of?: string | undefined;
  readonly message: string;
}

/** A plan that could not be read, and where. */
export interface PlanProblem {
  readonly line: number | null;
  readonly column: number | null;
  readonly message: string;
}
