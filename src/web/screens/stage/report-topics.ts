import type { PostObservation } from '#contract/record-requests.ts';

export type Topic = NonNullable<PostObservation['topic']>;

/** What a person may report beyond the plan's questions. */
export const topics: readonly (readonly [Topic, string])[] = [
  ['complaints', 'Call center complaints'],
  ['test cases', 'Test cases (UAT, TestRail, fixture)'],
  ['downstream', 'Downstream service affected'],
  ['easy to process', 'Easy for VA to process'],
  ['anomaly', 'Anomaly'],
  ['feedback', 'User feedback'],
  ['help-desk codes', 'Help-desk error codes'],
  ['other', 'Something else'],
];

/** The topic a question of the plan falls under, by the words of its label. */
export function topicOf(label: string): Topic {
  if (/complaint|call center/i.test(label)) return 'complaints';
  if (/feedback|satisf|positive/i.test(label)) return 'feedback';
  return /process/i.test(label) ? 'easy to process' : 'other';
}
