import type { JournalEntry, JournalKind } from '#contract/journal.ts';

export const logGroups = ['decisions', 'reports', 'checks', 'alerts', 'events', 'toggles', 'gaps'] as const;
export type LogGroup = (typeof logGroups)[number];

export const groupTitles: Readonly<Record<LogGroup, string>> = {
  decisions: 'Decisions',
  reports: 'What people reported',
  checks: 'Gates, checklists and accepted limits',
  alerts: 'Alerts and who watches',
  events: 'Deploys and outages',
  toggles: 'Toggles',
  gaps: 'Times nobody judged',
};

const groupOf: Readonly<Record<JournalKind, LogGroup>> = {
  decision: 'decisions',
  resolved: 'decisions',
  'rollback-record': 'decisions',
  'carried-out': 'decisions',
  observation: 'reports',
  check: 'checks',
  'not-run': 'checks',
  accept: 'checks',
  alert: 'alerts',
  take: 'alerts',
  'hand-over': 'alerts',
  watch: 'alerts',
  event: 'events',
  'left-out': 'events',
  allotment: 'toggles',
  gap: 'gaps',
};

/** The group an address asks for; `null` for all, and for anything that is none. */
export function readGroup(text: string | null): LogGroup | null {
  return logGroups.find((one) => one === text) ?? null;
}

/** The entries of a group, newest first as they came. */
export function entriesOf(log: readonly JournalEntry[], group: LogGroup | null): readonly JournalEntry[] {
  return group === null ? log : log.filter((entry) => groupOf[entry.kind] === group);
}
