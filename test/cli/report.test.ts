import { mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it, vi } from 'vitest';
import { report } from '../../src/cli/report.ts';
import type { ReportView } from '../../src/contract/report-view.ts';

const filled: ReportView = {
  rollout: { id: 'permits', title: 'Permits', zone: 'UTC' },
  example: false,
  file: 'plan.md',
  madeAt: 1,
  frozenAt: null,
  summaries: [],
  trends: [],
  sections: [],
  stages: [],
  markdown: '# Permits\n- Number of unique users: 37\n',
  diff: '--- a/plan.md\n+++ b/plan.md\n',
  conflicts: [],
  left: [],
  rollbacks: [],
  pullRequest: 'Results of Permits',
};

let folder: string;
let file: string;
const said: string[] = [];
const asked: { url: string; body: unknown }[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'report-'));
  file = join(folder, 'plan.md');
  writeFileSync(file, '# Permits\n- Number of unique users:\n');
  said.length = 0;
  asked.length = 0;
  vi.spyOn(console, 'log').mockImplementation((text: string) => void said.push(text));
  vi.spyOn(console, 'error').mockImplementation((text: string) => void said.push(text));
});

const run = (
  args: readonly string[],
  answer: () => Response = () => Response.json(filled),
): Promise<number> =>
  report(args, {
    env: {},
    fetch: async (url, init) => {
      const request = new Request(url, init);
      asked.push({ url: request.url, body: await request.json() });
      return answer();
    },
  });

it('fills the file of the checkout and prints the text of the pull request', async () => {
  expect(await run(['permits', '--into', file, '--insert'])).toBe(0);
  expect(readFileSync(file, 'utf8')).toBe(filled.markdown);
  expect(readdirSync(folder)).toEqual(['plan.md']);
  expect(said).toEqual(['Results of Permits']);
  expect(asked).toEqual([
    {
      url: 'http://127.0.0.1:4680/api/rollouts/permits/report',
      body: { markdown: '# Permits\n- Number of unique users:\n', file, insert: true },
    },
  ]);
});

it('shows the change alone where it is only tried', async () => {
  expect(await run(['permits', '--into', file, '--dry-run', '--server', 'https://watch.example/'])).toBe(0);
  expect(readFileSync(file, 'utf8')).toContain('users:\n');
  expect(said[0]).toBe(filled.diff);
  expect(asked[0]?.url).toBe('https://watch.example/api/rollouts/permits/report');
});

it('ends with 1 where something is in dispute', async () => {
  const conflicts = [{ subject: 'stage:a', label: 'Rollbacks', line: 2, theirs: 'two', ours: 'none' }];
  expect(await run(['permits', '--into', file], () => Response.json({ ...filled, conflicts }))).toBe(1);
  expect(readFileSync(file, 'utf8')).toBe(filled.markdown);
});

it.each([
  [[], 'Name a rollout'],
  [['permits'], 'Name the file'],
  [['permits', 'debts', '--into', 'x'], 'One rollout at a time'],
  [['permits', '--into', 'nowhere.md'], "nowhere.md: can't be opened"],
  [['permits', '--into', 'x', '--server', 'somewhere'], 'is no address'],
  [['permits', '--onto', 'x'], '--onto'],
])('ends with 2 and says why: %j', async (args, why) => {
  expect(await run(args)).toBe(2);
  expect(said.join()).toContain(why);
});

it.each([
  [() => Response.error(), 'HTTP 0'],
  [
    () =>
      Response.json(
        {
          title: 'No such rollout',
          detail: 'There is none.',
          remedy: 'Check it.',
          type: 'about:blank',
          status: 404,
        },
        { status: 404 },
      ),
    'No such rollout. There is none. Check it.',
  ],
  [() => Response.json({ markdown: 1 }), 'another form'],
  [
    (): Response => {
      throw new TypeError('refused');
    },
    "can't be reached",
  ],
])('leaves the file alone when the server fails (%#)', async (answer, why) => {
  expect(await run(['permits', '--into', file], answer)).toBe(2);
  expect(said.join()).toContain(why);
  expect(readFileSync(file, 'utf8')).toBe('# Permits\n- Number of unique users:\n');
});
