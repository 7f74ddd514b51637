import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { fillResults, resultFields } from '../../../../src/domain/plan/fill-results.ts';
import { proseJson } from '../../../../src/domain/plan/prose/prose-json.ts';
import { readProse } from '../../../../src/domain/plan/prose/read-prose.ts';

/** Real plans kept beside the repository, never inside it. */
const shared = fileURLToPath(new URL('../../../../../shared/', import.meta.url));
const has = existsSync(`${shared}release-plans/facts.json`);

const plans = has
  ? ['seeds', 'release-plans'].flatMap((folder) =>
      readdirSync(`${shared}${folder}`)
        .filter((name) => /^\d.*\.md$/.test(name))
        .map((name) => [name, readFileSync(`${shared}${folder}/${name}`, 'utf8')] as const),
    )
  : [];

describe.skipIf(!has)('real release plans', () => {
  it.each(plans)('%s: is read, with stages and findings', (_name, markdown) => {
    const json = proseJson(readProse(markdown));
    expect(json.stages.length).toBeGreaterThan(1);
    expect(json.findings.length).toBeGreaterThan(0);
  });

  it.each(plans)(
    '%s: comes back byte for byte, and filling changes only the lines filled',
    (_name, markdown) => {
      expect(fillResults(markdown, []).markdown).toBe(markdown);
      const plan = readProse(markdown);
      const request = plan.stages.map(({ line }) => ({
        line,
        values: Object.fromEntries(resultFields(plan, line).map((field) => [field.label, 'MEASURED'])),
      }));
      const { markdown: after, filled } = fillResults(markdown, request);
      const before = markdown.split('\n');
      const changed = after.split('\n').flatMap((text, i) => (text === before[i] ? [] : [i + 1]));
      expect(changed).toEqual([...new Set(filled.map((one) => one.line))].toSorted((a, b) => a - b));
    },
  );
});
