import type { StageView } from '#contract/rollout.ts';

/** The moment a frozen view asks its series for; `null` for now. */
export function atOf({ at }: Pick<StageView, 'at'>): string | null {
  return at === null ? null : new Date(at).toISOString();
}
