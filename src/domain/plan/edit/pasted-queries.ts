import type { BlockSignal } from '../block-schema.ts';
import { slugOf } from '../slug.ts';

/** A query found in what was pasted, as a signal would hold it. */
export interface PastedQuery {
  readonly id: string;
  /** Title of the widget it stood in; empty for a bare line. */
  readonly title: string;
  readonly signal: BlockSignal;
}

const most = 60;
const deepest = 40;

/**
 * Finds the metric queries in a dashboard's JSON as Datadog exports it, or in lines of bare queries. What can't be a
 * signal is left out; nothing is asked of any source.
 * @param taken ids that other signals have
 */
export function pastedQueries(text: string, taken: readonly string[] = []): readonly PastedQuery[] {
  const found =
    text.trimStart().startsWith('{') || text.trimStart().startsWith('[') ? fromJson(text) : fromLines(text);
  const seen = new Set<string>();
  const ids = new Set<string>(taken);
  return found
    .filter(({ query }) => !seen.has(query) && seen.add(query) !== undefined)
    .slice(0, most)
    .map(({ title, query }) => {
      const base = slugOf(title === '' ? nameOf(query) : title).slice(0, 40) || 'query';
      let id = base;
      for (let n = 2; ids.has(id); n++) id = `${base}-${n}`;
      ids.add(id);
      return { id, title, signal: { source: 'datadog', ...kindOf(query), query } };
    });
}

interface Found {
  readonly title: string;
  readonly query: string;
}

/** `space:metric{filter}` with whatever stands around it. */
const metricQuery = /\b(?:sum|avg|max|min|count|p\d{2})(?::|\()[\w.:]*[\w.]+\{[^{}]*\}/;

function fromLines(text: string): readonly Found[] {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter((line) => metricQuery.test(line))
    .map((query) => ({ title: '', query }));
}

function fromJson(text: string): readonly Found[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return fromLines(text);
  }
  const found: Found[] = [];
  const walk = (value: unknown, title: string, depth: number): void => {
    if (depth > deepest || typeof value !== 'object' || value === null) return;
    const own =
      'title' in value && typeof value.title === 'string' && value.title !== '' ? value.title : title;
    for (const [key, part] of Object.entries(value)) {
      if (typeof part !== 'string') walk(part, own, depth + 1);
      else if ((key === 'q' || key === 'query') && metricQuery.test(part))
        found.push({ title: own, query: part });
    }
  };
  walk(json, '', 0);
  return found;
}

/** The last word of the metric and what its filter picks, so that two statuses of one metric get two names. */
function nameOf(query: string): string {
  const [, metric = '', filter = ''] = /:([\w.]+)\{([^{}]*)\}/.exec(query) ?? [];
  const picked = filter
    .split(',')
    .filter((tag) => !/^\s*(?:env|controller|service)\b|^\s*\*\s*$|^\s*\$/.test(tag))
    .join(' ');
  return `${metric.split('.').at(-1) ?? ''} ${picked}`;
}

function kindOf(query: string): Pick<BlockSignal, 'kind' | 'unit' | 'statistic' | 'by'> {
  const by = /\bby\s*\{\s*([\w.@-]+)\s*\}/.exec(query)?.[1];
  const grouped = by === undefined ? {} : { by };
  if (!/duration|latency|time\b|trace\.[\w.]+request\{/.test(query)) return { kind: 'count', ...grouped };
  const statistic = /\bmax:/.test(query) ? 'max' : 'avg';
  const p = /\bp(95|99|75|90|50):/.exec(query)?.[0].slice(0, -1);
  const known = p === 'p50' || p === 'p75' || p === 'p90' || p === 'p95' || p === 'p99' ? p : statistic;
  return { kind: 'duration', unit: /trace\./.test(query) ? 's' : 'ms', statistic: known, ...grouped };
}
