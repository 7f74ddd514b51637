import { expect, it } from 'vitest';
import { scenarios, type Scenario } from './sentence-scenarios.ts';
import { readingTags, type ReadingState } from '../../../src/domain/verdict/reading.ts';
import type { Verdict } from '../../../src/domain/verdict/verdict.ts';

/** What a person reads of a scenario: the verdict's four parts, what else is wrong, and every row. */
function told({ name, verdict }: Scenario): string {
  const also = verdict.also.map((cause) => `- Also: ${cause.reason} ${cause.evidence}`);
  const rows = verdict.readings.map(
    (reading) => `- ${reading.label}: **${readingTags[reading.state]}**. ${reading.evidence}`,
  );
  return [
    `## ${name}`,
    '',
    `**${verdict.word}**. ${verdict.reason}`,
    '',
    `Evidence: ${verdict.evidence}`,
    '',
    `Next: ${verdict.next}`,
    '',
    ...also,
    ...rows,
  ].join('\n');
}

it('says every state in the words the team agreed on', async () => {
  const text = ['# What each verdict and reading says', ...scenarios().map(told), ''].join('\n\n');
  await expect(text).toMatchFileSnapshot('./sentences.md');
});

it('covers every reading state and every verdict the judge can give', () => {
  const seen: readonly Verdict[] = scenarios().map((one) => one.verdict);
  const readings = new Set<ReadingState>(
    seen.flatMap((verdict) => verdict.readings.map((reading) => reading.state)),
  );
  expect([...readings].toSorted()).toEqual(Object.keys(readingTags).toSorted());
  expect(new Set(seen.map((verdict) => verdict.state))).toEqual(
    new Set([
      'roll-back',
      'off-plan',
      'blind',
      'traffic',
      'over',
      'no-limit',
      'thin',
      'people',
      'watching',
      'ready',
      'starting',
      'not-started',
      'off-by-plan',
      'complete',
    ]),
  );
});

it.each(scenarios().map((one) => [one.name, one.verdict] as const))(
  '%s: four parts, each a sentence with a zone where it names a time, and no number that is none',
  (_name, verdict) => {
    for (const part of [verdict.word, verdict.reason, verdict.evidence, verdict.next])
      expect(part).not.toBe('');
    const said = [verdict.reason, verdict.evidence, ...verdict.readings.map((reading) => reading.evidence)];
    for (const text of said) {
      expect(text).not.toMatch(/NaN|undefined|Infinity|null| {2}|\.\./);
      for (const [time, zone] of text.matchAll(/\d{1,2}:\d{2} [ap]\.m\.( ET)?/g))
        expect([time, zone]).toEqual([time, ' ET']);
      expect(text).toMatch(/[.?!)]$/);
    }
  },
);
