import type * as z from 'zod/mini';
import type { said } from '#contract/journal.ts';

export type Answered = z.infer<typeof said>;

/** An answer in words. Zero is an answer; "not asked" is none. */
export function sayAnswer(answer: Answered): string {
  switch (answer.kind) {
    case 'count':
      return answer.count === 0 ? 'we asked, none' : answer.count.toLocaleString('en-US');
    case 'share':
      return `${answer.positive.toLocaleString('en-US')} of ${answer.of.toLocaleString('en-US')} positive`;
    case 'yes-no-na':
      return answer.answer;
    case 'not-asked':
      return 'not asked';
  }
}
