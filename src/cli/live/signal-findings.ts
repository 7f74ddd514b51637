import type { Finding, Plan, Signal } from '#domain/plan/plan.ts';
import type { SeriesResult } from '#domain/series/series.ts';
import { sayDuration } from '#domain/time/duration.ts';
import { minute, type Ms } from '#domain/time/time.ts';
import { environmentOf, queryTags } from './query-tags.ts';

/** What a signal's query says before anybody asks it: its environment, and the unit in its metric's name. */
export function queryFindings(signal: Signal, configured: SourceEnvironment): readonly Finding[] {
  if (signal.source === 'example') return [];
  const tags = queryTags(signal.source, signal.query);
  const environment = environmentOf(tags);
  return [...environmentFindings(signal, environment, configured), ...unitByName(signal)];
}

/** The environment a source is bound to by its configuration, where it is. */
export type SourceEnvironment = (source: string) => string | null;

function environmentFindings(
  signal: Signal,
  environment: ReturnType<typeof environmentOf>,
  configured: SourceEnvironment,
): readonly Finding[] {
  const { id, source } = signal;
  if (environment.kind === 'production') return [];
  if (environment.kind === 'other') {
    const message = `"${id}" asks for ${environment.text}, and a rollout is watched in production: it would tell nothing about it.`;
    return [finding('must-fix', 'live-environment', signal, message)];
  }
  const bound = configured(source);
  if (bound !== null) {
    const read = environmentOf(queryTags(source, `environment:${bound}`));
    if (read.kind === 'production') return [];
    const message = `"${id}" names no environment, and ${source} is set to "${bound}", which is not production.`;
    return [finding('must-fix', 'live-environment', signal, message)];
  }
  // One Prometheus per environment is usual, and then its address says which.
  if (source === 'prometheus' || isMonitor(signal)) return [];
  const message = `"${id}" names no environment: staging would be counted too. Add one, such as env:prod.`;
  return [finding('look', 'live-environment', signal, message)];
}

function isMonitor({ dataset }: Signal): boolean {
  return dataset === 'monitor';
}

/** Prometheus names its units: https://prometheus.io/docs/practices/naming/#base-units */
function unitByName(signal: Signal): readonly Finding[] {
  const { source, kind, query, unit, id } = signal;
  if (source !== 'prometheus' || kind !== 'duration' || /\*\s*1000|\/\s*1000/.test(query)) return [];
  const said = /_(seconds|milliseconds|ms|bytes|ratio)(?:_(?:sum|count|total|bucket|avg|max))?\b/.exec(
    query,
  )?.[1];
  const expected = unit ?? 's';
  const meant = said === undefined ? expected : (unitsByName[said] ?? said);
  if (meant === expected) return [];
  const message = `"${id}" is read in ${expected}, and its metric's name says ${said ?? meant}. Correct unit in the plan.`;
  return [finding('must-fix', 'live-unit', signal, message)];
}

const unitsByName: Readonly<Record<string, string>> = { seconds: 's', milliseconds: 'ms', ms: 'ms' };

/** What a signal's answer says: an error, nothing, too little, another unit, groups that never came. */
export function answerFindings(
  plan: Plan,
  signal: Signal,
  result: SeriesResult,
  over: Ms,
): readonly Finding[] {
  const { id } = signal;
  if (result.status === 'error') {
    const { code, message } = result.error;
    return [finding('must-fix', `live-${code.replaceAll('_', '-')}`, signal, `"${id}": ${message}`)];
  }
  const own = [
    ...unitIssues(signal, result),
    ...(result.status === 'empty'
      ? []
      : [...oddSize(signal, result), ...missingGroups(plan, signal, result)]),
  ];
  if (result.status === 'stale') {
    const message = `"${id}" gave values in the last ${sayDuration(over)}, but none lately. Check that it is still sent.`;
    return [finding('look', 'live-stale', signal, message), ...own];
  }
  if (result.status === 'partial') {
    const message = `"${id}": a part is missing (${result.issues.map((issue) => issue.message).join(' ')}).`;
    return [finding('look', 'live-partial', signal, message), ...own];
  }
  return own;
}

type Good = Exclude<SeriesResult, { readonly status: 'error' }>;

function unitIssues(signal: Signal, { issues }: Good): readonly Finding[] {
  return issues
    .filter(({ code }) => code === 'unit_unknown' || code === 'unit_changed')
    .map(({ code, message }) => {
      const severity = code === 'unit_changed' ? 'must-fix' : 'look';
      return finding(severity, 'live-unit', signal, `"${signal.id}": ${message}`);
    });
}

/** An answer of a service is neither done in a tenth of a millisecond nor in ten minutes. */
const quickest: Ms = 0.1;
const slowest: Ms = 10 * minute;

function oddSize(signal: Signal, { data }: Good): readonly Finding[] {
  if (signal.kind !== 'duration') return [];
  const known = data.values.flatMap((value) => value ?? []).toSorted((a, b) => a - b);
  const middle = known[Math.floor(known.length / 2)] ?? 0;
  if (known.length === 0 || middle === 0 || (middle >= quickest && middle <= slowest)) return [];
  const message = `"${signal.id}" is about ${Number(middle.toPrecision(2))} ms by its unit: check unit in the plan.`;
  return [finding('look', 'live-unit', signal, message)];
}

/** Groups a criterion names, against those that came. */
function missingGroups(plan: Plan, signal: Signal, { data }: Good): readonly Finding[] {
  const came = new Set((data.groups ?? []).map((group) => group.key));
  return plan.criteria.flatMap(({ measure, label }) => {
    if (measure.kind !== 'classes' || measure.signal !== signal.id) return [];
    const missing = measure.groups.filter((group) => !came.has(group));
    if (missing.length === 0) return [];
    const seen = [...came].slice(0, 8).join(', ') || 'none';
    const message = `"${label}" names ${signal.by ?? 'groups'} ${missing.join(', ')}, which never came; what came: ${seen}.`;
    return [finding('look', 'live-tag', signal, message)];
  });
}

/** Nothing came: whether that is a fault depends on what the plan expects of the signal before its stage. */
export function emptyFinding(plan: Plan, signal: Signal, why: string, over: Ms): Finding {
  const text = `"${signal.id}" gave nothing in the last ${sayDuration(over)}. ${why}`;
  const isNew = plan.traffic.some((rule) => rule.newPath === signal.id);
  if (isNew)
    return finding(
      'look',
      'live-empty',
      signal,
      `${text} On the new path that may be right before its stage.`,
    );
  if (signal.absent === 'zero')
    return finding('look', 'live-empty', signal, `${text} The plan counts that as zero.`);
  return finding('must-fix', 'live-empty', signal, text);
}

function finding(
  severity: Finding['severity'],
  code: string,
  signal: Pick<Signal, 'id' | 'line'>,
  message: string,
): Finding {
  return { severity, code, line: signal.line, of: signal.id, message };
}
