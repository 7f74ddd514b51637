import type { Entry, ProseLink } from './entry.ts';
import type { Field } from './field.ts';
import type { LengthText } from './length-text.ts';
import type { Section } from './section.ts';
import type { WrittenRange } from './date-text.ts';

/** A text with the line it stands on. */
export interface Said {
  readonly text: string;
  readonly line: number;
}

/** A step of the ramp as the prose gives it. */
export interface ProseStage {
  readonly label: string;
  readonly phase: string | null;
  readonly kind: 'stage' | 'phase' | 'testing' | 'go-live';
  /** "stage:a", "phase:2" */
  readonly id: string | null;
  readonly line: number;
  readonly endLine: number;
  readonly percent: number | null;
  readonly users: number | null;
  readonly length: LengthText | null;
  /** `YYYY-MM-DD`; `null` also where the plan gives a day without a year. */
  readonly start: string | null;
  readonly end: string | null;
  /** The dates as written, with or without a year. */
  readonly dates: WrittenRange | null;
  /** Whether the start is recorded as having happened. */
  readonly isActual: boolean;
  readonly tracking: ProseLink | null;
  readonly results: Readonly<Record<string, string>>;
  readonly fields: readonly Field[];
  /** Everything that stands under the stage. */
  readonly entries: readonly Entry[];
  /** Percentage in the heading and in the field, as far as each gives one. */
  readonly headingPercent: number | null;
  readonly fieldPercent: number | null;
  /** The same step's row in an overview table. */
  readonly overview: OverviewRow | null;
}

/** A row of a table that lists the ramp. */
export interface OverviewRow {
  readonly label: string;
  readonly line: number;
  readonly percent: number | null;
  readonly users: number | null;
  readonly length: LengthText | null;
  readonly dates: WrittenRange | null;
  readonly isActual: boolean;
  readonly cells: readonly string[];
}

/** A phase that groups stages, or a whole rollout. */
export interface ProsePhase {
  readonly label: string;
  readonly line: number;
  readonly endLine: number;
  readonly fields: readonly Field[];
}

export interface ProseCriterion {
  readonly text: string;
  readonly line: number;
  readonly comparator: '<' | '<=' | '>' | '>=' | '=' | null;
  readonly limit: number | null;
  readonly unit: string | null;
  readonly window: string | null;
  /** Rollback conditions call for a roll back; the rest for a hold until the block says otherwise. */
  readonly from: 'success' | 'rollback';
  /** Compared with a baseline, before launch or the stage before. */
  readonly isRelative: boolean;
  readonly stageLabel: string | null;
}

export interface ProseToggle {
  readonly key: string;
  readonly line: number;
}

/** Who to call. Names, addresses and numbers stay apart: `proseJson` never prints them. */
export interface ProseContact {
  readonly for: string;
  readonly hours: 'business' | 'after' | 'always';
  readonly role: string;
  readonly via: string | null;
  readonly line: number;
  readonly people: {
    readonly names: readonly string[];
    readonly emails: readonly string[];
    readonly phones: readonly string[];
  };
}

export type LinkKind =
  | 'datadog'
  | 'sentry'
  | 'grafana'
  | 'google-analytics'
  | 'flipper'
  | 'tracking'
  | 'other';

export interface KindLink extends ProseLink {
  readonly kind: LinkKind;
}

export interface CheckItem extends Said {
  readonly checked: boolean;
  readonly section: string;
}

/** What a team's release plan says, read from its prose. Nothing is guessed: what it leaves blank is `null`. */
export interface ProsePlan {
  readonly title: Said | null;
  readonly toggles: readonly ProseToggle[];
  readonly phases: readonly ProsePhase[];
  readonly stages: readonly ProseStage[];
  readonly criteria: readonly ProseCriterion[];
  /** The rollback section, as far as there is one. */
  readonly rollback: Said | null;
  readonly contacts: readonly ProseContact[];
  readonly links: readonly KindLink[];
  readonly checklist: readonly CheckItem[];
  readonly kpis: readonly Said[];
  readonly questions: readonly Said[];
  /** The days given for the whole rollout, with their line. */
  readonly rolloutDates: readonly { readonly range: WrittenRange; readonly line: number }[];
  readonly overview: readonly OverviewRow[];
  /** What the rules read: the plan as entries, sections and fields. */
  readonly entries: readonly Entry[];
  readonly sections: readonly Section[];
  readonly fields: readonly Field[];
}
