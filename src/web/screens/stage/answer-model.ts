import type { StageView } from '#contract/rollout.ts';
import type { Answered } from '../../ui/answer-words.ts';

export type AnswerKind = StageView['people']['asks'][number]['answer'];

/** What a person has put into the fields of a question; `choice` is empty until they choose. */
export interface AnswerDraft {
  readonly choice: '' | 'some' | 'none' | 'yes' | 'no' | 'n/a' | 'not-asked';
  readonly count: string;
  readonly of: string;
}

export const emptyAnswer: AnswerDraft = { choice: '', count: '', of: '' };

export const answerChoices: readonly AnswerDraft['choice'][] = [
  '',
  'some',
  'none',
  'yes',
  'no',
  'n/a',
  'not-asked',
];

/** The answers a question offers. For counts, "none" and "nobody asked" are two. */
export function choicesFor(kind: AnswerKind): readonly (readonly [AnswerDraft['choice'], string])[] {
  const notAsked = ['not-asked', 'We haven’t asked'] as const;
  switch (kind) {
    case 'count':
      return [['some', 'There were some'], ['none', 'We asked, and there were none'], notAsked];
    case 'share':
      return [['some', 'So many were positive'], notAsked];
    case 'yes-no-na':
      return [['yes', 'Yes'], ['no', 'No'], ['n/a', 'Not applicable'], notAsked];
  }
}

/** What is missing from an answer, and where: the ending of the field's id. */
export interface Unanswered {
  readonly part: 'choice' | 'count' | 'of';
  readonly says: string;
}

/** Whether it is no answer yet. */
export function isUnanswered(said: Answered | Unanswered): said is Unanswered {
  return 'says' in said;
}

/** The answer as it is recorded, or what is missing. An empty field is no zero. */
export function readAnswer(kind: AnswerKind, { choice, count, of }: AnswerDraft): Answered | Unanswered {
  if (choice === '') return { part: 'choice', says: 'Choose an answer. Silence is not zero.' };
  if (choice === 'not-asked') return { kind: 'not-asked' };
  if (choice === 'none') return { kind: 'count', count: 0 };
  if (choice !== 'some') return { kind: 'yes-no-na', answer: choice };
  const some = readWhole(count);
  if (kind === 'count') {
    if (some === undefined) return { part: 'count', says: 'Write how many, such as 3.' };
    return some === 0
      ? { part: 'choice', says: 'For zero, choose “We asked, and there were none”.' }
      : { kind: 'count', count: some };
  }
  const all = readWhole(of);
  if (some === undefined) return { part: 'count', says: 'Write both numbers, such as 18 of 20.' };
  if (all === undefined || all === 0) return { part: 'of', says: 'Write both numbers, such as 18 of 20.' };
  return some > all
    ? { part: 'count', says: `${some} of ${all} is more than all.` }
    : { kind: 'share', positive: some, of: all };
}

function readWhole(text: string): number | undefined {
  return /^\d{1,9}$/.test(text.trim()) ? Number(text) : undefined;
}
