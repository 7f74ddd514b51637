import { applyPatch } from 'diff';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fillResults, resultsDiff } from '../../../../src/domain/plan/fill-results.ts';

const plan = [
  '# Ferry  ',
  '### Stage A: 5%',
  '#### Results  ',
  '- Number of unique users: [FILL_IN]',
  '- **Metrics at this stage:**',
  '-\tTypes of errors loged: ',
  '  * Sum of errors = ',
  '- Any changes needed? [PICK_ONE]: yes | no |  N/A',
  '- Baseline share: [FILL_IN] (it was `11%`)',
  '- Rollbacks: none so far',
  '| Question | Response |',
  '| --- | --- |',
  '| Call centre complaints |  |',
  '',
  '### 1-week results',
  '- Number of unique users: x',
].join('\r\n');

it('fills blank and placeholder values below the labels of one heading, and leaves every other byte', () => {
  const { markdown, filled, left } = fillResults(plan, [
    {
      line: 2,
      values: {
        'number of unique users': '37',
        'Metrics at this stage': '3 errors\nin 412 trips',
        'Types of errors loged': 'timeouts',
        'Sum of errors': '3',
        'Any changes needed?': 'No',
        'Baseline share': '9%',
        Rollbacks: '1',
        Nowhere: '1',
      },
    },
  ]);
  expect(markdown.split('\r\n').slice(3, 10)).toEqual([
    '- Number of unique users: 37',
    '- **Metrics at this stage:** 3 errors in 412 trips',
    '-\tTypes of errors loged: timeouts',
    '  * Sum of errors = 3',
    '- Any changes needed? No',
    '- Baseline share: 9% (it was `11%`)',
    '- Rollbacks: none so far',
  ]);
  expect(markdown.split('\r\n')[15]).toBe('- Number of unique users: x');
  expect(filled).toHaveLength(6);
  expect(left).toEqual([
    { line: 10, label: 'Rollbacks', reason: 'has a value', found: expect.stringContaining('none so far') },
    { line: null, label: 'Nowhere', reason: 'no such label', found: null },
  ]);
});

it('fills check-ins after launch by their own heading', () => {
  const { markdown } = fillResults(plan, [{ line: 15, values: { 'Number of unique users': '4,368' } }]);
  expect(markdown).toBe(plan.replace('users: x', 'users: 4,368'));
});

it('gives a unified diff that applies to the plan', () => {
  const unix = plan.replaceAll('\r\n', '\n');
  const { markdown } = fillResults(unix, [{ line: 2, values: { 'Number of unique users': '37' } }]);
  const diff = resultsDiff('plan.md', unix, markdown);
  expect(diff).toContain('--- a/plan.md\n+++ b/plan.md\n');
  expect(applyPatch(unix, diff)).toBe(markdown);
  expect(resultsDiff('plan.md', unix, unix)).toBe('');
});

it('gives the same bytes back for any Markdown when there is nothing to fill', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      expect(fillResults(text, []).markdown).toBe(text);
      expect(fillResults(text, [{ line: 1, values: { Nothing: 'x' } }]).markdown).toBe(text);
    }),
    { numRuns: 100 },
  );
});

it('replaces what it wrote before while nobody has touched it, and nothing else', () => {
  const values = { 'Number of unique users': '40', 'Metrics at this stage': '4 errors', Rollbacks: 'none' };
  const written = { 'Number of unique users': ['37'], 'Metrics at this stage': ['3 errors'] };
  const markdown = [
    '### Stage A: 5%',
    '#### Results',
    '- Number of unique users: 37  ',
    '- Metrics at this stage: 3 errors, all on Monday',
    '- Rollbacks: none',
  ].join('\n');
  const again = fillResults(markdown, [{ line: 1, values, written }]);
  expect(again.markdown).toBe(markdown.replace('users: 37', 'users: 40'));
  expect(again.left).toEqual([
    { line: 4, label: 'Metrics at this stage', reason: 'has a value', found: '3 errors, all on Monday' },
    { line: 5, label: 'Rollbacks', reason: 'already there', found: 'none' },
  ]);
  const withMore = markdown.replace('37  ', '37\n  and one we could not reach');
  expect(fillResults(withMore, [{ line: 1, values, written }]).markdown).toBe(withMore);
});

function fillKpi(text: string, value: string, before: readonly string[]): string {
  const label = 'Post-launch KPI 1 actual';
  return fillResults(text, [{ line: 1, values: { [label]: value }, written: { [label]: before } }]).markdown;
}

it('fills behind a second label, and keeps the label', () => {
  const markdown = '### 1-week results\n- Post-launch KPI 1 actual: disputes submitted:\n';
  const first = fillKpi(markdown, '445', []);
  expect(first).toBe('### 1-week results\n- Post-launch KPI 1 actual: disputes submitted: 445\n');
  expect(fillKpi(first, '451', ['445'])).toBe(first.replace('445', '451'));
  expect(fillKpi(first.replace('445', '450'), '451', ['445'])).toBe(first.replace('445', '450'));
});
