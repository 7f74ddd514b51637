import fc from 'fast-check';
import { expect, it } from 'vitest';
import { proseJson } from '../../../../src/domain/plan/prose/prose-json.ts';
import { readProse } from '../../../../src/domain/plan/prose/read-prose.ts';

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

it('reads the same from Windows line ends', () => {
  const text = '# Ferry\n\n## Stage A: 5%\n- Length of time: 1 day\n- Desired date: 5/4/26\n';
  expect(proseJson(readProse(text.replaceAll('\n', '\r\n')))).toEqual(proseJson(readProse(text)));
});
