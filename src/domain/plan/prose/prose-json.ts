import type { Finding } from '../plan.ts';
import { findFaults } from '../findings/find-faults.ts';
import { withoutPeople } from './contacts.ts';
import type { LinkKind, ProseCriterion, ProsePlan } from './prose-plan.ts';

/** What `stagewatch check --json` prints. Names, addresses and phone numbers of people are not in it. */
export interface ProseJson {
  readonly title: string | null;
  readonly toggles: readonly string[];
  readonly stages: readonly {
    readonly label: string;
    readonly phase: string | null;
    readonly percent: number | null;
    readonly users: number | null;
    readonly duration: { readonly text: string; readonly seconds: number | null } | null;
    readonly start: string | null;
    readonly end: string | null;
    readonly results: Readonly<Record<string, string>>;
  }[];
  readonly criteria: readonly Pick<ProseCriterion, 'text' | 'comparator' | 'limit' | 'unit' | 'window'>[];
  readonly contacts: readonly { readonly for: string; readonly hours: string; readonly role: string }[];
  readonly links: readonly { readonly label: string; readonly url: string; readonly kind: LinkKind }[];
  readonly findings: readonly Finding[];
}

/** Shapes a plan for `stagewatch check --json`, with the prose's own findings unless others are given. */
export function proseJson(plan: ProsePlan, findings: readonly Finding[] = findFaults(plan)): ProseJson {
  return {
    title: plan.title?.text ?? null,
    toggles: plan.toggles.map((toggle) => toggle.key),
    stages: plan.stages.map(({ label, phase, percent, users, length, start, end, results }) => ({
      label,
      phase,
      percent,
      users,
      duration: length,
      start,
      end,
      results: Object.fromEntries(Object.entries(results).map(([key, value]) => [key, withoutPeople(value)])),
    })),
    criteria: plan.criteria.map(({ text, comparator, limit, unit, window }) => ({
      text,
      comparator,
      limit,
      unit,
      window,
    })),
    contacts: plan.contacts.map((contact) => ({
      for: contact.for,
      hours: contact.hours,
      role: contact.role,
    })),
    links: plan.links.map(({ label, url, kind }) => ({ label, url, kind })),
    findings,
  };
}
