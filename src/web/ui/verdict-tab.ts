import type { VerdictState } from '#domain/verdict/verdict.ts';
import { useTabShape, useTitle } from './announce.ts';
import { tabShape, titleWord } from './state-look.ts';

/** A tab that shows some part of a rollout: its verdict first, then what is open; without a verdict only that. */
export function useVerdictTab(
  verdict: { readonly state: VerdictState; readonly word: string } | null,
  page: string,
): void {
  useTitle(`${verdict === null ? '' : `${titleWord(verdict)} - `}${page} - Stagewatch`);
  useTabShape(verdict === null ? null : tabShape(verdict.state));
}
