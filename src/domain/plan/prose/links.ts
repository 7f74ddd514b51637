import type { Entry } from './entry.ts';
import type { KindLink, LinkKind } from './prose-plan.ts';

const kinds: readonly (readonly [LinkKind, RegExp])[] = [
  ['datadog', /(?:^|\.)(?:ddog-gov|datadoghq)\.com$/],
  ['sentry', /(?:^|\.)sentry(?:\.|$)/],
  ['grafana', /(?:^|\.)grafana(?:\.|$)/],
  ['google-analytics', /^(?:analytics|marketingplatform|lookerstudio|datastudio)\.google\.com$/],
  ['tracking', /(?:^|\.)(?:zenhub\.(?:com|io)|atlassian\.net|trello\.com)$/],
];

/** Which tool an address leads to. */
function linkKind(url: string): LinkKind {
  const match = /^(?:https?:)?\/\/([^/?#:]+)(?::\d+)?([^?#]*)/i.exec(url.trim());
  const host = match?.[1]?.toLowerCase() ?? '';
  const path = match?.[2] ?? '';
  if (/\/flipper(?:\/|$)/.test(path)) return 'flipper';
  if (host === 'github.com' && /\/(?:issues|pull|projects|milestone)s?(?:\/|$)/.test(path)) return 'tracking';
  return kinds.find(([, pattern]) => pattern.test(host))?.[0] ?? 'other';
}

/** Every link of the plan, once for each line it stands on. Jumps inside the page and mail addresses are none. */
export function readLinks(entries: readonly Entry[]): readonly KindLink[] {
  const seen = new Set<string>();
  return entries
    .flatMap((entry) => entry.links)
    .filter((link) => !/^#|^mailto:/i.test(link.url))
    .filter((link) => {
      const key = `${link.line} ${link.url}`;
      return !seen.has(key) && seen.add(key) !== undefined;
    })
    .map(({ label, url, line }) => ({ label: label === '' ? url : label, url, line, kind: linkKind(url) }));
}
