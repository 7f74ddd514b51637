/** One condition of a query on a tag, as written, and the query without it. */
export interface QueryTag {
  readonly text: string;
  readonly key: string;
  readonly value: string;
  /** The query asks for everything but this. */
  readonly not: boolean;
  readonly without: string;
}

/** The conditions of a query, by their look: `key:value` of Datadog and Sentry, `key="value"` of Prometheus. */
export function queryTags(source: string, query: string): readonly QueryTag[] {
  return source === 'prometheus' ? promqlTags(query) : searchTags(query);
}

function promqlTags(query: string): readonly QueryTag[] {
  const found = query.matchAll(
    /([A-Za-z_]\w*)\s*(=~|!~|!=|=)\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')/g,
  );
  return Array.from(found, ({ 0: text, 1: key = '', 2: operator = '', 3: double, 4: single, index }) => ({
    text,
    key,
    value: double ?? single ?? '',
    not: operator.startsWith('!'),
    without: leftOut(query, index, text.length),
  }));
}

function searchTags(query: string): readonly QueryTag[] {
  const found = query.matchAll(/(?<![^\s,{(])([!-]?)(@?[A-Za-z_][\w.@-]*):("(?:[^"\\]|\\.)*"|[^\s,{}()"]+)/g);
  return Array.from(found)
    .filter(({ 0: text, index }) => query[index + text.length] !== '{')
    .map(({ 0: text, 1: sign = '', 2: key = '', 3: value = '', index }) => ({
      text,
      key,
      value: value.replaceAll(/^"|"$/g, ''),
      not: sign !== '',
      // Datadog writes an empty filter as a star.
      without: leftOut(query, index, text.length).replaceAll(/\{\s*\}/g, '{*}'),
    }));
}

/** Takes one comma or space with the condition, so that none is left over. */
function leftOut(query: string, from: number, length: number): string {
  const [before, after] = [query.slice(0, from), query.slice(from + length)];
  if (/^\s*,|^\s+/.test(after)) return `${before}${after.replace(/^\s*,\s*|^\s+/, '')}`;
  return `${before.replace(/\s*,\s*$|\s+$/, '')}${after}`;
}

const environmentKey = /^(env|environment|deployment_env|stage)$/i;
const production = /(^|[^a-z])(prod|production)([^a-z]|$)/i;
const notProduction = /(non|pre|not|un)[-_]?prod|stag|dev|test|sandbox|qa|uat|preview/i;

/** Which environment a query reads. A pattern that takes in several is none. */
export type ReadEnvironment =
  | { readonly kind: 'production' }
  | { readonly kind: 'other'; readonly text: string }
  | { readonly kind: 'none' };

/** The environment a query asks for, by its tags, against production: the one a rollout is watched in. */
export function environmentOf(tags: readonly QueryTag[]): ReadEnvironment {
  const own = tags.filter((tag) => environmentKey.test(tag.key));
  if (own.length === 0) return { kind: 'none' };
  const wrong = own.find(({ value, not }) => {
    const isProduction = production.test(value) && !notProduction.test(value);
    return not ? isProduction : !isProduction;
  });
  if (wrong !== undefined) return { kind: 'other', text: wrong.text };
  return own.some((tag) => !tag.not) ? { kind: 'production' } : { kind: 'none' };
}
