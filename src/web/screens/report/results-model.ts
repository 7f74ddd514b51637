import type { PostResult } from '#contract/report-requests.ts';
import type { ReportView } from '#contract/report-view.ts';
import { notAsked, notMeasured } from '#domain/report/result-words.ts';
import { readTyped } from '#domain/report/typed-value.ts';
import { ifEmpty, type Fault } from '../../ui/faults.tsx';

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

/** An entry as it is typed. */
interface Typed {
  readonly text: string;
  readonly source: string;
  readonly reason: string;
}

function isNumber(choice: Choice): boolean {
  return choice.key.startsWith('number ');
}

/** What is missing from an entry, by the id of its field. */
export function resultFaults(choice: Choice, { text, source, reason }: Typed): readonly Fault[] {
  const read = isNumber(choice) ? readTyped(text) : null;
  return [
    ...(typeof read === 'string' ? [{ field: 'result-text', says: read }] : []),
    ...(read === null && choice.stands === null ? ifEmpty('result-text', text, 'Write what is known.') : []),
    ...ifEmpty('result-source', source, 'Say where it comes from.'),
    ...(choice.stands === null
      ? []
      : ifEmpty('result-reason', reason, 'Something stands there: say why it is set aside.')),
  ];
}

/** The entry to send, once nothing is missing from it. */
export function resultEntry(run: StageRun, choice: Choice, typed: Typed): WithoutWho<PostResult> {
  const text = typed.text.trim();
  const source = typed.source.trim();
  const reason = typed.reason.trim();
  const about = { attempt: run.attempt, text, source, reason };
  return isNumber(choice)
    ? { do: 'value', name: choice.key.slice('number '.length), ...about }
    : { do: 'result', label: choice.text, ...about };
}
