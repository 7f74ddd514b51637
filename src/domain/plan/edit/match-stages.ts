import type { ProseStage } from '../prose/prose-plan.ts';
import { stageForms, stageIds } from '../stage-ids.ts';
import type { LineMap } from './line-map.ts';

type Key = (stage: ProseStage, id: string) => string | null;

/**
 * What makes two stages of two texts the same one, the surest first: the same name in the same phase, the same name, the
 * same id, the same short name in the same phase, the same short name. Each counts only where it is one stage's on both sides.
 */
const keys: readonly Key[] = [
  ({ label, phase }) => `${phase ?? ''}\n${label}`,
  ({ label }) => label,
  (_stage, id) => id,
  (stage) => `${stage.phase ?? ''}\n${stem(stage) ?? ''}`,
  (stage) => stem(stage),
];

/** "stage-b" of "Stage B: 50% of users", whatever follows the name. */
function stem(stage: ProseStage): string | null {
  return stageForms(stage)[0] ?? null;
}

/**
 * Finds each stage of an old text in a new one, by who it is before by the words of its line.
 * @param lines where the old text's lines are, for stages nothing else tells apart
 */
export function matchStages(
  old: readonly ProseStage[],
  now: readonly ProseStage[],
  lines: LineMap,
): ReadonlyMap<ProseStage, ProseStage> {
  const matched = new Map<ProseStage, ProseStage>();
  const taken = new Set<ProseStage>();
  const oldIds = new Map(stageIds(old).map((id, i) => [old[i], id]));
  const nowIds = new Map(stageIds(now).map((id, i) => [now[i], id]));
  const match = (key: Key): void => {
    const free = byKey(
      old.filter((one) => !matched.has(one)),
      (one) => key(one, oldIds.get(one) ?? ''),
    );
    const open = byKey(
      now.filter((one) => !taken.has(one)),
      (one) => key(one, nowIds.get(one) ?? ''),
    );
    for (const [name, [one, another]] of free) {
      const [found, second] = open.get(name) ?? [];
      if (one === undefined || found === undefined || another !== undefined || second !== undefined) continue;
      matched.set(one, found);
      taken.add(found);
    }
  };
  for (const key of keys) match(key);
  for (const one of old) {
    const found = now.find((other) => other.line === lines.get(one.line));
    if (matched.has(one) || found === undefined || taken.has(found)) continue;
    matched.set(one, found);
    taken.add(found);
  }
  return matched;
}

function byKey(
  stages: readonly ProseStage[],
  key: (stage: ProseStage) => string | null,
): ReadonlyMap<string, readonly ProseStage[]> {
  const groups = new Map<string, ProseStage[]>();
  for (const stage of stages) {
    const name = key(stage);
    if (name !== null) groups.set(name, [...(groups.get(name) ?? []), stage]);
  }
  return groups;
}
