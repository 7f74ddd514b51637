import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Plan } from '../../../src/domain/plan/plan.ts';
import type { ReportEvidence } from '../../../src/domain/report/build-sections.ts';
import type { Figure } from '../../../src/domain/report/figure.ts';
import { kpiResult } from '../../../src/domain/report/kpi-result.ts';
import { makeReport, type Report, type ReportInput } from '../../../src/domain/report/make-report.ts';
import { planOf, reportWorld } from './report-world.ts';

const plans = readdirSync('plans').filter((name) => name.endsWith('.md'));

function made(input: Partial<ReportInput> & Pick<ReportInput, 'base' | 'evidence'>): Report {
  const report = makeReport({ file: 'plan.md', written: [], insert: true, ...input });
  if (typeof report === 'string') throw new Error(report);
  return report;
}

const more = (one: Figure): Figure => ({ ...one, value: one.value === null ? null : one.value + 7 });

/** The same launch as a source tells it later: every number is another. */
function told(plan: Plan, { stages, checkIns, answers }: ReportEvidence): ReportEvidence {
  return {
    answers,
    stages: stages.map((one) => ({
      ...one,
      figures: one.figures.map(more),
      readings: one.readings.map((reading) => ({
        ...reading,
        value: reading.value === null ? null : reading.value + 0.01,
      })),
    })),
    checkIns: checkIns.map(({ checkIn, evidence }) => {
      const figures = new Map([...evidence.figures].map(([name, one]) => [name, more(one)]));
      const kpis = plan.kpis.map((kpi) => kpiResult(kpi, figures, plan.identities));
      return { checkIn, evidence: { ...evidence, figures, kpis } };
    }),
  };
}

/** Numbers of the lines that differ between two texts of as many lines. */
function changedLines(before: string, after: string): readonly number[] {
  const old = before.split('\n');
  const now = after.split('\n');
  expect(now).toHaveLength(old.length);
  return now.flatMap((line, i) => (line === old[i] ? [] : [i + 1]));
}

describe.each(plans)('plans/%s, exported again after new data', (file) => {
  const markdown = readFileSync(join('plans', file), 'utf8');
  const plan = planOf(markdown);
  const world = reportWorld(plan);

  it('changes only what was written before', async () => {
    const first = made({ base: markdown, evidence: await world });
    const { markdown: base, written } = first;
    const second = made({ base, written, evidence: told(plan, await world) });
    const changed = changedLines(base, second.markdown);
    expect(changed.length).toBeGreaterThan(0);
    const ours = new Set(written.map((one) => one.line));
    expect(changed.filter((line) => !ours.has(line))).toEqual([]);
    expect(second.conflicts).toEqual([]);
    // Back to the first numbers, and it is the first export again, byte for byte.
    const both = [...written, ...second.written];
    expect(made({ base: second.markdown, written: both, evidence: await world }).markdown).toBe(base);
  });

  it('leaves a value that somebody edited since, in a file with other line ends, and says so', async () => {
    const first = made({ base: markdown, evidence: await world });
    const next = told(plan, await world);
    const plain = made({ base: first.markdown, written: first.written, evidence: next });
    const line = changedLines(first.markdown, plain.markdown)[0] ?? 0;
    const mine = (text: string): string =>
      text
        .split('\n')
        .map((one, i) => (i + 1 === line ? `${one}, as we counted` : one))
        .join('\r\n');
    const second = made({ base: mine(first.markdown), written: first.written, evidence: next });
    const rest = plain.markdown.split('\n');
    const kept = first.markdown.split('\n')[line - 1] ?? '';
    expect(second.markdown).toBe(mine([...rest.slice(0, line - 1), kept, ...rest.slice(line)].join('\n')));
    expect(second.conflicts.map((one) => one.line)).toEqual([line]);
    expect(second.conflicts[0]?.theirs).toContain('as we counted');
  });
});
