import * as z from 'zod';
import type { Allotment } from '#contract/verdict.ts';
import { minute, type EpochMs, type Ms } from '#domain/time/time.ts';
import { failure, type SourceFailure } from '../metric-source.ts';
import { json } from '../upstream-fetch.ts';
import { parseCsv } from './parse-csv.ts';
import { allotmentOfGates, type Gates } from './flipper-schema.ts';

/** One change of a toggle. What an actor event is about is dropped when it is read: it can be an e-mail address. */
interface ToggleEvent {
  readonly toggle: string;
  readonly operation: string;
  readonly gate: string;
  readonly value: string | null;
  readonly at: EpochMs;
}

const row = z.looseObject({
  feature_name: z.string().min(1),
  operation: z.string(),
  gate_name: z.string().nullish(),
  value: z.union([z.string(), z.number(), z.boolean()]).nullish(),
  created_at: z.string(),
});

/** Applications keep a copy of the gates for up to a minute: a change is real that much later. */
const cached: Ms = minute;

export type ReadEvents = { readonly ok: true; readonly events: readonly ToggleEvent[] } | SourceFailure;

/** Reads an export of toggle events, as JSON (a list of rows) or as CSV with a header, in any order. */
export function readToggleEvents(text: string): ReadEvents {
  const isJson = /^\s*\[/.test(text);
  const rows = isJson ? z.array(z.unknown()).safeParse(json(text)).data : parseCsv(text);
  if (rows === undefined) return unreadable('it is neither a JSON list nor CSV');
  const events: ToggleEvent[] = [];
  for (const [i, one] of rows.entries()) {
    const event = eventOf(one);
    if (event === undefined) return unreadable(`row ${i + 1} is no event, or lacks its time`);
    events.push(event);
  }
  // Equal times stay in the order of the export.
  return { ok: true, events: events.toSorted((a, b) => a.at - b.at) };
}

function eventOf(one: unknown): ToggleEvent | undefined {
  const parsed = row.safeParse(one);
  if (!parsed.success) return undefined;
  const { feature_name: toggle, operation, gate_name: name, value, created_at: created } = parsed.data;
  const at = instant(created);
  const gate = name ?? '';
  const isPercent = gate.startsWith('percentage_of_');
  const kept = isPercent ? String(value ?? '') : null;
  return Number.isNaN(at) ? undefined : { toggle, operation: operation.toLowerCase(), gate, value: kept, at };
}

/**
 * What a toggle gives after its events: boolean on clears the other gates; boolean off, `clear` and `remove` put
 * everything off; a percentage set to 0 is off too, but comes as "enable". `null`: the export never speaks of it.
 */
export function allotmentFromEvents(
  events: readonly ToggleEvent[],
  key: string,
  exportedAt: EpochMs,
): Allotment | SourceFailure | null {
  const own = events.filter(({ toggle, at }) => toggle === key && at <= exportedAt);
  const last = own.at(-1);
  if (last === undefined) return null;
  let gates: Gates = offGates(key);
  let since = last.at;
  for (const event of own) {
    const after = reduce(gates, event);
    if (after === undefined) {
      return unreadable(`an event of "${key}" (${event.operation} ${event.gate}) is none this version knows`);
    }
    if (after.on !== gates.on || after.actors !== gates.actors || after.time !== gates.time) since = event.at;
    gates = after;
  }
  return {
    ...allotmentOfGates(gates, 'toggle export', exportedAt),
    since: Math.min(since + cached, exportedAt),
  };
}

function reduce(gates: Gates, event: ToggleEvent): Gates | undefined {
  const { operation, gate } = event;
  if (operation === 'add') return gates;
  if (operation === 'clear' || operation === 'remove') return offGates(gates.key);
  const enables = operation === 'enable';
  if (!enables && operation !== 'disable') return undefined;
  switch (gate) {
    case 'boolean':
      return { ...offGates(gates.key), on: enables };
    case 'percentage_of_actors':
    case 'percentage_of_time': {
      const value = event.value === '' && !enables ? 0 : percent(event.value);
      if (value === undefined) return undefined;
      return gate === 'percentage_of_actors' ? { ...gates, actors: value } : { ...gates, time: value };
    }
    case 'actor':
      return { ...gates, named: Math.max(0, gates.named + (enables ? 1 : -1)) };
    case 'group':
      return { ...gates, groups: Math.max(0, gates.groups + (enables ? 1 : -1)) };
    case 'expression':
      return { ...gates, expression: enables };
    default:
      return undefined;
  }
}

function offGates(key: string): Gates {
  return { key, on: false, actors: null, time: null, named: 0, groups: 0, expression: false };
}

function percent(text: string | null): number | undefined {
  const value = text === null || text.trim() === '' ? NaN : Number(text.replace(/%$/, ''));
  return value >= 0 && value <= 100 ? value : undefined;
}

/** Times are UTC, with or without saying so: "2024-06-18 17:32:27 UTC", "2024-06-18T17:32:27.776Z". */
function instant(text: string): EpochMs {
  const match = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)\d*\s*(UTC|Z|\+00:?00)?$/.exec(
    text.trim(),
  );
  return match === null ? Date.parse(text) : Date.parse(`${match[1] ?? ''}T${match[2] ?? ''}Z`);
}

function unreadable(why: string): SourceFailure {
  return failure('schema_drift', `The export of toggle events can't be used: ${why}. Export it again.`);
}
