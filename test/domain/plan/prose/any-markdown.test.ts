import fc from 'fast-check';
import { expect, it } from 'vitest';
import { proseJson } from '../../../../src/domain/plan/prose/prose-json.ts';
import { fillResults } from '../../../../src/domain/plan/fill-results.ts';
import { readProse } from '../../../../src/domain/plan/prose/read-prose.ts';
import { readPlan } from '../../../../src/domain/plan/read-plan.ts';
import { understand } from '../../../../src/domain/plan/understood.ts';

const piece = fc.constantFrom(
  '# ',
  '## Stage A: 5%',
  '\n',
  '\r\n',
  '\r',
  '\t',
  '- ',
  '> ',
  '>'.repeat(40),
  '| a | 5% |',
  '|---|---|',
  '<table><tr><td>',
  '</b>',
  '<!--',
  '-->',
  '<details>',
  '```',
  '~~~',
  '[FILL_IN]',
  '](http://x y)',
  '**',
  '_',
  '`',
  'Length of time: 2-3 days',
  'Percentage of Users: 5%',
  '7/21/25 - ',
  '\u0000',
  '\u202E',
  '\u05E9\u05DC\u05D5\u05DD',
  '\uD83D\uDE00',
  '\uD800',
  'Rollback if any of the following:',
  '&amp;',
  '&#0;',
  '\\',
  '[ ]',
  '1. ',
  '---',
  'Go Live!',
  '< 5%',
  '%',
  '____',
  '://',
  '(',
  '[[',
);

it('reads any Markdown without throwing, with lines that exist', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 12 })), { maxLength: 60 }), (pieces) => {
      const text = pieces.join('');
      const plan = readProse(text);
      const last = text.split(/\r\n|\r|\n/).length;
      const lines = [...plan.entries, ...plan.stages, ...plan.criteria, ...plan.links].map((one) => one.line);
      expect(lines.every((line) => line >= 1 && line <= last)).toBe(true);
      for (const one of proseJson(plan).findings)
        expect(one.line === null || (one.line >= 1 && one.line <= last)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

it.each<[string, string]>([
  ['nested quotes', '>'.repeat(5_000)],
  ['nested lists', '- '.repeat(5_000)],
  ['nested numbers', '1. '.repeat(5_000)],
  ['nested numbers in quotes', '> 1) - '.repeat(2_000)],
  ['one line of markers', '[FILL_IN]'.repeat(29_000)],
  ['open brackets', '['.repeat(50_000)],
  ['open emphasis', '*a _b '.repeat(8_000)],
  ['open HTML', '<div><b>'.repeat(8_000)],
  ['one line', 'a_b_c '.repeat(20_000)],
  ['many lines', 'a: b\n'.repeat(20_000)],
  ['many stages', '### Stage A: 5%\n- Length of time: 1 day\n'.repeat(2_500)],
  ['a long table', `| Phase | Users |\n|---|---|\n${'| Stage A | 5% |\n'.repeat(5_000)}`],
])(
  'reads %s in bounded time',
  (_what, text) => {
    expect(() => proseJson(readProse(text))).not.toThrow();
  },
  15_000,
);

it(
  'gives a plan or problems for any Markdown up to 256 kB, and the same bytes back',
  { timeout: 120_000 },
  () => {
    const block = fc.constantFrom('\n```stagewatch\nzone: UTC\n```\n', '\n```stagewatch\nstages: [', '');
    const part = fc.array(fc.oneof(piece, fc.string({ maxLength: 40 })), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(part, fc.integer({ min: 1, max: 262_144 }), block, (pieces, size, tail) => {
        const one = pieces.join('') || 'x';
        const text = (one.repeat(Math.ceil(size / one.length)).slice(0, size - tail.length) + tail).slice(
          0,
          262_144,
        );
        const read = understand(text, 100);
        expect(read.ok || read.problems.length > 0).toBe(true);
        expect(fillResults(text, []).markdown).toBe(text);
      }),
      { numRuns: 12 },
    );
  },
);

it('refuses more than 256 kB with the size and the remedy', () => {
  const read = readPlan('x'.repeat(262_145));
  expect(read.ok ? [] : read.problems).toMatchObject([
    { message: expect.stringMatching(/257 kB.*at most 256 kB.*Cut it/) },
  ]);
});

it('reads the same from Windows line ends', () => {
  const text = '# Ferry\n\n## Stage A: 5%\n- Length of time: 1 day\n- Desired date: 5/4/26\n';
  expect(proseJson(readProse(text.replaceAll('\n', '\r\n')))).toEqual(proseJson(readProse(text)));
});
