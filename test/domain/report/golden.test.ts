import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { applyPatch } from 'diff';
import { describe, expect, it } from 'vitest';
import { isBlank } from '../../../src/domain/plan/prose/blank.ts';
import { readProse } from '../../../src/domain/plan/prose/read-prose.ts';
import type { ReportEvidence } from '../../../src/domain/report/build-sections.ts';
import { makeReport, type Report } from '../../../src/domain/report/make-report.ts';
import { planOf, reportWorld } from './report-world.ts';

const own = readdirSync('plans').filter((name) => name.endsWith('.md'));
/** Real plans kept beside the repository, never inside it. */
const folder = fileURLToPath(new URL('../../../../shared/seeds', import.meta.url));
const seeds = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.md')) : [];

function filled(file: string, markdown: string, evidence: ReportEvidence, insert = false): Report {
  const report = makeReport({ file, base: markdown, evidence, written: [], insert });
  if (typeof report === 'string') throw new Error(report);
  return report;
}

/** Line by line: what changed begins as it did, and what stood behind it said nothing. */
function expectOnlyBlanksChanged(before: string, after: string): number {
  const old = before.split('\n');
  const now = after.split('\n');
  expect(now).toHaveLength(old.length);
  let changed = 0;
  for (const [i, line] of now.entries()) {
    const was = old[i] ?? '';
    if (line === was) continue;
    changed++;
    const from = was.split('').findIndex((char, at) => char !== line[at]);
    const same = from === -1 ? was.length : from;
    const label = was.slice(0, was.slice(0, same + 1).search(/[?:=][^?:=]*$/) + 1);
    expect(line.slice(0, label.length)).toBe(label);
    expect(label.length).toBeGreaterThan(3);
    const rest = was
      .slice(label.length)
      .replace(/^["”)]*:?[*_]*:?/, '')
      .replaceAll('`', '');
    expect(rest.trim() === '' || isBlank(rest) ? '' : rest).toBe('');
  }
  return changed;
}

describe.each(own)('plans/%s', (file) => {
  const markdown = readFileSync(join('plans', file), 'utf8');
  const world = reportWorld(planOf(markdown));

  it('fills blanks alone, and gives a diff that applies', async () => {
    const report = filled(file, markdown, await world);
    const changed = expectOnlyBlanksChanged(markdown, report.markdown);
    expect(changed).toBe(report.written.length);
    expect(report.conflicts).toEqual([]);
    if (report.diff !== '') expect(applyPatch(markdown, report.diff)).toBe(report.markdown);
    await expect(report.markdown).toMatchFileSnapshot(`golden/${file}`);
  });

  it('adds what the plan lacks where that is asked for, once', async () => {
    const evidence = await world;
    const report = filled(file, markdown, evidence, true);
    for (const { stage } of evidence.stages) {
      const told = [...report.written, ...report.left].filter((one) => one.subject === `stage:${stage}`);
      expect(told.length).toBeGreaterThan(0);
    }
    const again = makeReport({
      file,
      base: report.markdown,
      evidence,
      written: report.written,
      insert: true,
    });
    expect(typeof again === 'string' ? again : again.markdown).toBe(report.markdown);
    await expect(report.markdown).toMatchFileSnapshot(`golden/with-sections-${file}`);
  });
});

/** A block for a plan that has none: its own stages, on made-up data. */
function boundBlock(markdown: string): string {
  const stages = readProse(markdown)
    .stages.filter((stage) => stage.kind !== 'go-live')
    .map(
      ({ line, percent }) =>
        `  - { id: s${line}, line: ${line}, ${percent === null ? 'actors: 3' : `percent: ${percent}`}, length: 1d }`,
    );
  return `

\`\`\`stagewatch
toggles: [{ key: made_up }]
stages:
${stages.join('\n')}
signals:
  calls: { source: example, kind: count, query: "count rate=30/m seed=calls" }
  failures: { source: example, kind: count, query: "part share=0.4% of count rate=30/m seed=calls" }
  status: { source: example, kind: count, by: status, query: "classes 200=rest 499=0.2% 500=0.1% 504=0.1% of count rate=30/m seed=calls" }
  types: { source: example, kind: count, by: error.type, query: "classes Timeout=60% Refused=rest of count rate=0.2/m seed=types" }
  latency: { source: example, kind: duration, unit: ms, weight: calls, query: "average mean=320ms spread=20% seed=latency" }
criteria:
  - { id: error-rate, label: Requests failing, ratio: [failures, calls], limit: "< 5%", breach: roll back }
  - { id: latency, label: Average latency, average: latency, limit: "< 5s" }
results:
  "Sum of Errors": { signal: failures }
  "Average VAOS Latency": { criterion: latency }
kpis: [{ id: rate, label: Error rate, ratio: [failures, calls], fills: "Post-launch KPI 1 actual" }]
\`\`\`
`;
}

it.skipIf(seeds.length === 0)(
  'the plans of teams: fills blanks alone (needs ../shared)',
  async () => {
    expect(seeds.length).toBeGreaterThan(0);
    for (const file of seeds) {
      const prose = readFileSync(join(folder, file), 'utf8');
      const markdown = prose + boundBlock(prose);
      const report = filled(file, markdown, await reportWorld(planOf(markdown)));
      const changed = expectOnlyBlanksChanged(markdown, report.markdown);
      expect(changed).toBe(report.written.length);
      // One of them asks for no results anywhere.
      expect(changed > 0 || !/#### Results/.test(prose)).toBe(true);
      if (report.diff !== '') expect(applyPatch(markdown, report.diff)).toBe(report.markdown);
    }
  },
  60_000,
);
