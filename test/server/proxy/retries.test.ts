import { expect, it } from 'vitest';
import { withRetries, type Tried } from '../../../src/server/proxy/retries.ts';

const failed: Tried = { code: 'upstream_unavailable', httpStatus: 502, retryable: true, retryAt: null };
const silent: Tried = { code: 'timeout', retryable: true, retryAt: null };

/** Asks with answers in turn; the deadline passes while the last of them is waited for. */
async function asked(answers: readonly Tried[]): Promise<{ answer: Tried; attempts: number }> {
  const deadline = new AbortController();
  const left = [...answers];
  return withRetries(
    () => {
      const next = left.shift();
      if (next === undefined) throw new Error('asked more often than there are answers');
      if (left.length === 0) deadline.abort();
      return Promise.resolve(next);
    },
    (answer) => answer,
    1_000,
    { now: () => 0, random: () => 0 },
    deadline.signal,
  );
}

it.each([
  ['the only try', [silent], silent, 1],
  ['a further try: what the source said before it is the reason', [failed, silent], failed, 1],
  ['the last try, after it failed twice', [failed, failed, silent], failed, 2],
  ['a try that was answered all the same', [silent, failed], failed, 2],
])('ends by its deadline in %s', async (_name, answers, answer, attempts) => {
  expect(await asked(answers)).toEqual({ answer, attempts });
});
