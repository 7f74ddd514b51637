import type { QueryClient } from '@tanstack/react-query';
import { rolloutKeys, rolloutQuery, rolloutsQuery, stageQuery } from './queries.ts';

/** What the page knows of verdicts: by rollout and stage, whose it is and what it says. */
export type VerdictsSeen = ReadonlyMap<string, { readonly title: string; readonly said: string }>;

/** The verdicts of what is on screen, as the server last said them. */
export function verdictsIn(client: QueryClient): VerdictsSeen {
  const seen = new Map<string, { readonly title: string; readonly said: string }>();
  const shown = client.getQueryCache().findAll({ queryKey: rolloutKeys.list, type: 'active' });
  for (const { queryKey } of shown) {
    const [, id, , stage, what] = queryKey.map(String);
    if (id === undefined) {
      for (const { id: of, title, stage: at, verdict } of client.getQueryData(rolloutsQuery.queryKey) ?? [])
        seen.set(of, { title, said: `${verdict.word} (${at.label})` });
    } else if (queryKey.length === 2) {
      const known = client.getQueryData(rolloutQuery(id).queryKey);
      for (const { id: at, label, verdict } of known?.stages ?? [])
        seen.set(`${id} ${at}`, { title: known?.title ?? id, said: `${verdict.word} (${label})` });
    } else if (stage !== undefined && what === 'view') {
      const known = client.getQueryData(stageQuery(id, stage, null).queryKey);
      if (known !== undefined)
        seen.set(`${id} ${stage}`, {
          title: known.rollout.title,
          said: `${known.verdict.word} (${known.stage.label})`,
        });
    }
  }
  return seen;
}

/** What changed from one to the other, in words; empty where nothing did. */
export function verdictChanges(before: VerdictsSeen, after: VerdictsSeen): readonly string[] {
  return [...after].flatMap(([key, { title, said }]) => {
    const last = before.get(key);
    if (last === undefined || last.said === said) return [];
    return [`${title}: ${last.said} became ${said}`];
  });
}
