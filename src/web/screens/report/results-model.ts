import type { PostResult } from '#contract/report-requests.ts';
import type { ReportView } from '#contract/report-view.ts';
import { notAsked, notMeasured } from '#domain/report/result-words.ts';
import { readTyped } from '#domain/report/typed-value.ts';

export type StageRun = ReportView['stages'][number];

type WithoutWho<T> = T extends unknown ? Omit<T, 'who'> : never;

/** "Stage A", "Stage A, attempt 1" where there were more. */
export function runName({ label, attempt }: StageRun): string {
  return attempt === 1 ? label : `${label}, attempt ${attempt}`;
}

/** One thing that can be entered for a run. */
export interface Choice {
  /** "label 0", "number failures": which of the run's own it is. */
  readonly key: string;
  readonly text: string;
  readonly kind: 'pick' | 'text';
  /** What stands there and where it is from; `null` where nothing does. */
  readonly stands: string | null;
}

/** The labels of a run's Results, then the numbers its rates are made of. */
export function choicesOf(run: StageRun): readonly Choice[] {
  return [
    ...run.labels.map(({ label, kind, value, from }, i): Choice => {
      const isOpen = value === null || value === notMeasured || value === notAsked;
      return { key: `label ${i}`, text: label, kind, stands: isOpen ? null : `${value} (${from ?? ''})` };
    }),
    ...run.numbers.map(({ name, label, said, origin }): Choice => {
      const stands = origin === '' ? null : `${said} (${origin})`;
      return { key: `number ${name}`, text: `${label} (number)`, kind: 'text', stands };
    }),
  ];
}

/** The entry to send, or what is missing from it. */
export function resultEntry(
  run: StageRun,
  choice: Choice,
  typed: { readonly text: string; readonly source: string; readonly reason: string },
): WithoutWho<PostResult> | string {
  const text = typed.text.trim();
  const source = typed.source.trim();
  const reason = typed.reason.trim();
  const isNumber = choice.key.startsWith('number ');
  const read = isNumber ? readTyped(text) : null;
  if (typeof read === 'string') return read;
  if (text === '' && choice.stands === null) return 'Write what is known.';
  if (source === '') return 'Say where it comes from.';
  if (choice.stands !== null && reason === '') return 'Something stands there: say why it is set aside.';
  const about = { attempt: run.attempt, text, source, reason };
  return isNumber
    ? { do: 'value', name: choice.key.slice('number '.length), ...about }
    : { do: 'result', label: choice.text, ...about };
}
