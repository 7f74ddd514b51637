import { useChoiceDraft, useDraft } from '../../ui/use-draft.ts';
import { answerChoices, emptyAnswer, type AnswerDraft } from './answer-model.ts';

/** The answer of a form as it is filled in, kept over a reload until it is recorded. */
export function useAnswerDraft(form: string): readonly [AnswerDraft, (draft: AnswerDraft) => void] {
  const [choice, setChoice] = useChoiceDraft(form, 'choice', answerChoices, emptyAnswer.choice);
  const [count, setCount] = useDraft(form, 'count');
  const [of, setOf] = useDraft(form, 'of');
  const change = (next: AnswerDraft): void => {
    setChoice(next.choice);
    setCount(next.count);
    setOf(next.of);
  };
  return [{ choice, count, of }, change];
}
