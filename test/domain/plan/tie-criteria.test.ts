import { describe, expect, it } from 'vitest';
import { parseLimit, type Limit } from '../../../src/domain/plan/limit.ts';
import { readPlan } from '../../../src/domain/plan/read-plan.ts';
import { sameLine } from '../../../src/domain/plan/tie-criteria.ts';
import { understand } from '../../../src/domain/plan/understood.ts';

function limit(text: string): Limit {
  const read = parseLimit(text);
  if (typeof read === 'string') throw new Error(read);
  return read;
}

describe('two limits draw the same line', () => {
  it.each([
    ['< 5%', '<= 5%', true],
    ['< 5%', '> 95%', true],
    ['= 0', '<= 0', true],
    ['= 100%', '>= 100%', true],
    ['< 10 in any 10m', '< 10 in any 600s', true],
    ['< 5%', '> 5%', false],
    ['< 5%', '< 95%', false],
    ['< 2s', '> 2s', false],
    ['< 10 in any 10m', '< 10 in any 1d', false],
    ['< 10 in any 10m', '< 10', false],
    ['< 3 per 1h', '< 3', false],
    ['< 3 per 1h', '< 3 in any 1h', false],
    ['< 3 per 1h', '< 3 per 1 day', false],
    ['= 5', '< 5', false],
  ])('%s and %s: %s', (a, b, same) => {
    expect(sameLine(limit(a), limit(b))).toBe(same);
    expect(sameLine(limit(b), limit(a))).toBe(same);
  });
});

const head = '# Parking permits\n\nFeature toggle: `parking_permits`\n\n';
const signals = `signals:
  tries: { source: prometheus, kind: counter, query: tries_total }
  fails: { source: prometheus, kind: counter, query: fails_total }
  latency: { source: prometheus, kind: duration, unit: ms, query: latency }`;

function plan(criteria: string, block: string): string {
  const stage = '### Stage A: 5% of users\n\n- Length of time: 1 day\n';
  return `${head}${criteria}\n${stage}\n\`\`\`stagewatch\n${signals}\ncriteria:\n${block}\n\`\`\`\n`;
}

function boundBy(criteria: string, block: string): readonly unknown[] {
  const read = understand(plan(criteria, block), null);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.criteria.map((one) => [one.text, one.boundBy]);
}

function findings(criteria: string, block: string): readonly string[] {
  const read = readPlan(plan(criteria, block));
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.findings.map((one) => `${one.code} ${one.line}`);
}

const few = (id: string): string => `  - { id: ${id}, count: fails, limit: "< 10 in any 10m" }`;
const rollsBack = (sign: string): string =>
  `  - { id: errors, line: 7, ratio: [fails, tries], limit: "${sign} 5%", breach: roll back }`;

describe('criteria are tied', () => {
  it('by an equal count only where a word is shared', () => {
    const crashes = '## Success criteria\n\n- Fewer than 10 login crashes in any 10 minutes\n';
    expect(boundBy(crashes, few('complaints'))).toEqual([[expect.any(String), []]]);
    expect(boundBy(crashes, few('crashes'))).toEqual([[expect.any(String), ['crashes']]]);
  });

  it('and told apart where window or direction is another', () => {
    const criteria = '## Success criteria\n\n- Fewer than 10 login crashes in any 10 minutes\n';
    expect(
      findings(criteria, '  - { id: crashes, line: 7, count: fails, limit: "< 10 in any 1d" }'),
    ).toContain('block-limit-differs 7');
    expect(
      findings(criteria, '  - { id: crashes, line: 7, count: fails, limit: "< 10 in any 10m" }'),
    ).not.toContain('block-limit-differs 7');
    const rate = '## Success criteria\n\n- Error rate below 5%\n';
    expect(findings(rate, '  - { id: error-rate, ratio: [fails, tries], limit: "> 5%" }')).toContain(
      'block-limit-differs 7',
    );
  });

  it.each([
    ['- Fewer than 10 crashes in any 10-minute period', '< 10 in any 10m'],
    ['- Fewer than 10 crashes over 10 minutes', '< 10 in any 10m'],
    ['- Fewer than 10 crashes per hour', '< 10 per 1h'],
    ['- Crashes below 10 each day', '< 10 per 1 day'],
  ])('%s is %s', (line, written) => {
    const block = `  - { id: crashes, line: 7, count: fails, limit: "${written}" }`;
    expect(findings(`## Success criteria\n\n${line}\n`, block)).not.toContain('block-limit-differs 7');
  });

  it('a rollback condition to the limit that must hold, not to the same sign', () => {
    const rollback = 'Roll back if any of these happens:\n\n- More than 5% errors\n';
    expect(findings(rollback, rollsBack('<='))).not.toContain('block-limit-differs 7');
    expect(findings(rollback, rollsBack('>'))).toContain('block-limit-differs 7');
  });
});

describe('two criteria on one line', () => {
  const limits = '## Success criteria\n\n- Error rate < 5%; latency < 2 s\n';
  const blanks = '## Success criteria\n\n- Error rate of the form; latency of the form\n';

  it.each([
    ['by its limit', '- { id: first, line: 7, ratio: [fails, tries], limit: "< 5%" }', [['first'], []]],
    ['by its words', '- { id: latency, line: 7, average: latency, limit: "< 3s" }', [[], ['latency']]],
    ['not where nothing tells them apart', '- { id: other, line: 7, count: fails, watch: true }', [[], []]],
  ])('are bound one by one: %s', (_how, entry, bound) => {
    expect(boundBy(limits, `  ${entry}`)).toEqual([
      ['Error rate < 5%', bound[0]],
      ['latency < 2 s', bound[1]],
    ]);
  });

  it('are found one by one, and answered one by one', () => {
    const codes = findings(blanks, '  - { id: other, count: fails, limit: "< 9" }');
    expect(codes.filter((one) => one === 'criterion-without-limit 7')).toHaveLength(2);
    const one = findings(blanks, '  - { id: latency, line: 7, average: latency, limit: "< 2s" }');
    expect(one.filter((code) => code === 'criterion-without-limit 7')).toHaveLength(1);
    expect(one.filter((code) => code === 'criterion-not-bound 7')).toHaveLength(1);
  });
});
