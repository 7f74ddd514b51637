import { afterEach, expect, it } from 'vitest';
import { slackMessage } from '../../../src/server/watch/notices/slack-channel.ts';
import { onThisWeekday, parseWeekdayTime, type WeekdayTime } from '../../../src/domain/time/weekday-time.ts';
import type { Channel } from '../../../src/server/watch/notices/channel.ts';
import { hour, planMarkdown, serverRig, type ServerRig } from './server-rig.ts';

let rig: ServerRig;

afterEach(() => rig.close());

const deaf: Channel = { name: 'slack', send: () => Promise.resolve({ ok: true }) };

const statusAt: WeekdayTime = { hour: 9, minute: 30, zone: 'America/New_York' };
const long = planMarkdown()
  .replaceAll('length: 1h', 'length: 10d')
  .replace(
    'criteria:',
    'criteria:\n  - { id: complaints, label: Complaints, ask: { text: Complaints, answer: count }, limit: "= 0" }',
  );

const status = async () =>
  (await rig.store.notices(100)).map((one) => one.notice).filter((one) => one.kind === 'status');

/** Opens the stage on a Monday, 9 a.m. in New York, and watches it every three hours. */
async function watch(markdown: string, days: number): Promise<void> {
  rig = await serverRig({
    plans: { 'late-fees': markdown },
    channels: [deaf],
    statusAt,
    publicUrl: 'https://stagewatch.example',
  });
  rig.answers.allotments = { fees: 50 };
  await rig.after(0);
  for (let i = 0; i < days * 8; i += 1) await rig.after(3 * hour);
}

it('is told once each weekday of a stage longer than a day, with what nobody has answered', async () => {
  await watch(long, 7);
  const told = await status();
  // Monday to Friday, and the next Monday at 9 is half an hour early.
  expect(told).toHaveLength(5);
  expect(told.every((one) => !one.urgent && new Date(one.at).getUTCDay() % 6 !== 0)).toBe(true);
  expect(told.at(-1)?.asks).toEqual([
    {
      label: 'Complaints',
      link: 'https://stagewatch.example/rollouts/late-fees/stages/half#report=complaints',
    },
  ]);
  const [first] = told;
  if (first === undefined) throw new Error('nothing was told');
  expect(JSON.stringify(slackMessage(first))).toContain('#report=complaints|answer>');
});

it('is not told of a short stage', async () => {
  await watch(planMarkdown(), 1);
  expect(await status()).toEqual([]);
});

it.each([
  ['9:30 America/New_York', false],
  ['09:30 America/Nowhere', false],
  ['24:00 UTC', false],
  ['09:30', false],
  ['23:59 UTC', true],
])('reads "%s": %s', (text, isTime) => {
  expect(parseWeekdayTime(text) !== undefined).toBe(isTime);
});

it('keeps the hour of the wall when clocks change', () => {
  // Clocks went back on Sunday, November 2, 2025.
  const friday = onThisWeekday(statusAt, Date.UTC(2025, 9, 31, 18));
  const monday = onThisWeekday(statusAt, Date.UTC(2025, 10, 3, 18));
  expect([friday, monday]).toEqual([Date.UTC(2025, 9, 31, 13, 30), Date.UTC(2025, 10, 3, 14, 30)]);
  expect(onThisWeekday(statusAt, Date.UTC(2025, 10, 2, 18))).toBeNull();
});
