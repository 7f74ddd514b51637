import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { replay } from '../../src/cli/replay.ts';

let folder: string;
let out: string[];
let errors: string[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stagewatch-replay-'));
  out = [];
  errors = [];
  vi.spyOn(console, 'log').mockImplementation((text: string) => out.push(text));
  vi.spyOn(console, 'error').mockImplementation((text: string) => errors.push(text));
});

afterEach(() => rm(folder, { recursive: true }));

const start = '2025-07-28T13:00:00Z';
const hours = 72;

const plan = `# Debts

\`\`\`stagewatch
toggles: [{ key: debts }]
stages:
  - { id: stage-d, label: Stage D, percent: 50, length: 3d }
signals:
  tries: { source: prometheus, kind: counter, query: tries_total }
  fails: { source: prometheus, kind: counter, query: fails_total }
criteria:
  - { id: error-rate, label: Submissions failing, ratio: [fails, tries], limit: "< 5%", breach: roll back }
\`\`\`
`;

/** So many spread evenly over the hours of a stage. */
const spread = (total: number): readonly number[] =>
  Array.from(
    { length: hours },
    (_, i) => Math.floor(((i + 1) * total) / hours) - Math.floor((i * total) / hours),
  );

async function files(series: unknown, markdown = plan): Promise<readonly [string, string]> {
  const [planFile, seriesFile] = [join(folder, 'plan.md'), join(folder, 'series.json')];
  await writeFile(planFile, markdown);
  await writeFile(seriesFile, typeof series === 'string' ? series : JSON.stringify(series));
  return [planFile, seriesFile];
}

const shape = z.object({
  transitions: z.array(
    z.object({
      at: z.string(),
      state: z.string(),
      changed: z.array(z.object({ criterion: z.string(), to: z.string(), evidence: z.string() })),
    }),
  ),
  verdict: z.object({
    state: z.string(),
    word: z.string(),
    evidence: z.string(),
    readings: z.array(z.object({ state: z.string(), evidence: z.string() })),
  }),
});

async function replayed(
  failing: number,
  tries: number,
  more: readonly string[] = [],
): Promise<z.infer<typeof shape>> {
  const [planFile, seriesFile] = await files({
    start,
    width: '1h',
    series: { tries: spread(tries), fails: spread(failing) },
  });
  expect(await replay([planFile, '--stage', 'stage-d', '--series', seriesFile, '--json', ...more])).toBe(0);
  return shape.parse(JSON.parse(out.at(-1) ?? ''));
}

// The published stages of a rollout that was advanced through: users who failed, of users.
it.each([
  ['A', 0, 8, '0 of 8'],
  ['B', 0, 18, '0 of 18'],
  ['C', 3, 71, '3 of 71'],
])(
  'stage %s, %d of %d, is not enough data against 5 %% at its planned end',
  async (_stage, failing, tries, said) => {
    const { verdict } = await replayed(failing, tries);
    expect(verdict.word).toBe('Hold: not enough data');
    expect(verdict.readings[0]?.state).toBe('not-enough-data');
    expect(verdict.readings[0]?.evidence).toContain(said);
  },
);

it('stage D, 15 of 132, is rolled back by the one exact look at its planned end, and not before', async () => {
  const { transitions, verdict } = await replayed(15, 132);
  expect(verdict.word).toBe('Roll back');
  expect(verdict.evidence).toContain('15 of 132 (11.4%');
  const rolled = transitions.find((one) => one.state === 'roll-back');
  expect(rolled?.at).toBe('2025-07-31T13:00:00.000Z');
  expect(transitions.some((one) => one.changed.some((change) => change.to === 'over-not-certain'))).toBe(
    true,
  );
});

it('stage E, 30 of 218, is rolled back live, well before its end', async () => {
  const { transitions, verdict } = await replayed(30, 218);
  const rolled = transitions.find((one) => one.state === 'roll-back');
  expect(Date.parse(rolled?.at ?? '')).toBeLessThan(Date.parse(start) + 60 * 3_600_000);
  expect(verdict.word).toBe('Roll back');
  expect(verdict.evidence).toContain('30 of 218 (13.8%');
});

it('judges a past rollout under another limit, or only up to a time', async () => {
  const strict = await replayed(3, 71, ['--limit', 'error-rate=< 0.3%']);
  expect(strict.transitions.some((one) => one.state === 'roll-back')).toBe(true);
  const early = await replayed(15, 132, ['--at', '2025-07-29T13:00:00Z']);
  expect(early.verdict.state).not.toBe('roll-back');
  expect(early.verdict.readings[0]?.evidence).toContain('of 44');
});

it('prints each transition with its evidence, and how it ended', async () => {
  const [planFile, seriesFile] = await files({
    start,
    width: '1h',
    series: { tries: spread(218), fails: spread(30) },
  });
  await replay([planFile, '--stage', 'stage-d', '--series', seriesFile]);
  const text = out.at(-1) ?? '';
  expect(text).toMatch(/^Debts, Stage D\n/);
  expect(text).toMatch(/Hold: over a limit -> Roll back\. Submissions failing broke its roll-back limit/);
  expect(text).toMatch(/ {2}Submissions failing: Over, not certain -> Over limit\. \d+ of \d+ \(/);
  expect(text).toMatch(/At the end: Roll back\./);
});

it('compares with a recorded stage before', async () => {
  const relative = plan.replace('limit: "< 5%"', 'baseline: previous stage, tolerance: 1.25x');
  const [planFile, seriesFile] = await files(
    {
      start,
      width: '1h',
      series: { tries: spread(7200), fails: spread(720) },
      'previous-stage': {
        label: 'Stage C',
        start: '2025-07-21T13:00:00Z',
        percent: 20,
        series: { tries: spread(7200), fails: spread(72) },
      },
    },
    relative,
  );
  await replay([planFile, '--stage', 'stage-d', '--series', seriesFile]);
  expect(out.at(-1)).toMatch(/At the end: Roll back\./);
  expect(out.at(-1)).toContain('720 of 7,200 (10%) against 72 of 7,200 (1%) in Stage C: 10 times');
});

it.each([
  ['not JSON', '{', 'is not JSON'],
  ['no width', { start, series: {} }, 'width:'],
  ['a width that is none', { start, width: 'soon', series: {} }, '"soon" is not a width'],
  ['an unknown signal', { start, width: '1h', series: { other: [1] } }, 'the plan has no such signal'],
  ['a text where a number belongs', { start, width: '1h', series: { tries: ['1'] } }, 'series.tries'],
])('refuses series with %s, and says where', async (_what, series, wanted) => {
  const [planFile, seriesFile] = await files(series);
  expect(await replay([planFile, '--stage', 'stage-d', '--series', seriesFile])).toBe(2);
  expect(errors.join('\n')).toContain(wanted);
});

it.each([
  [['--stage', 'x'], 'Write: stagewatch replay'],
  [['plan.md', '--stage', 'x', '--series'], 'Write: stagewatch replay'],
  [['plan.md', '--wrong'], '--wrong'],
  [['missing.md', '--stage', 'a', '--series', 'b'], "missing.md: can't be opened"],
])('says how it is written for %j', async (args, wanted) => {
  expect(await replay(args)).toBe(2);
  expect(errors.join('\n')).toContain(wanted);
});

it('names what the plan lacks', async () => {
  const [planFile, seriesFile] = await files({ start, width: '1h', series: {} });
  expect(await replay([planFile, '--stage', 'other', '--series', seriesFile])).toBe(2);
  expect(await replay([planFile, '--stage', 'stage-d', '--series', seriesFile, '--limit', 'x=< 1%'])).toBe(2);
  expect(
    await replay([
      planFile,
      '--stage',
      'stage-d',
      '--series',
      seriesFile,
      '--limit',
      'error-rate=< 3 in any 1h',
    ]),
  ).toBe(2);
  expect(errors).toEqual([
    'The plan has no stage "other". It has stage-d.',
    '--limit x: the plan has no such criterion. It has error-rate.',
    '--limit error-rate: "< 3 in any 1h" has another unit than the plan\'s limit.',
  ]);
});

it('series without a complete bucket say so', async () => {
  const [planFile, seriesFile] = await files({ start, width: '1h', series: { tries: [], fails: [] } });
  expect(await replay([planFile, '--stage', 'stage-d', '--series', seriesFile])).toBe(0);
  expect(out.at(-1)).toContain('no complete bucket');
});
