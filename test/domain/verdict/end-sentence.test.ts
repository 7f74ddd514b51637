import { expect, it } from 'vitest';
import { endSentence } from '../../../src/domain/verdict/end-sentence.ts';

it.each([
  ['All forms?', 'All forms?'],
  ['Stop!', 'Stop!'],
  ['Done.', 'Done.'],
  ['Confirm "all forms?"', 'Confirm "all forms?"'],
  ['Confirm (at 2:00 a.m.)', 'Confirm (at 2:00 a.m.)'],
  ['Confirm all forms ', 'Confirm all forms.'],
  ['Confirm all (forms)', 'Confirm all (forms).'],
])('%j as a sentence is %j', (text, sentence) => {
  expect(endSentence(text)).toBe(sentence);
});
