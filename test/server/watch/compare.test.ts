import { afterEach, beforeEach, expect, it } from 'vitest';
import { comparison } from '../../../src/contract/compare.ts';
import { madeSeries } from '../../support/made-series.ts';
import { hour, minute, serverRig, type ServerRig } from './server-rig.ts';

const plan = `# Late fees

\`\`\`stagewatch
zone: America/New_York
toggles: [{ key: fees }]
stages:
  - { id: five, label: Five, percent: 5, length: 1h }
  - { id: off, label: "Off", off: true, length: 1h }
  - { id: half, label: Half, percent: 50, length: 1h }
  - { id: all, label: All, percent: 100, length: 1h }
signals:
  tries: { source: prometheus, kind: counter, query: tries }
  fails: { source: prometheus, kind: counter, query: fails }
criteria:
  - { id: rate, label: Failing, ratio: [fails, tries], limit: "< 20%", breach: roll back }
\`\`\`
`;

let rig: ServerRig;
/** Failures among a hundred requests a minute, from now on. */
let fails = 1;

beforeEach(async () => {
  rig = await serverRig({ plans: { 'late-fees': plan } });
  rig.answers.series = ({ id, window: { from, to } }) =>
    madeSeries({
      id,
      start: from,
      values: Array.from({ length: Math.round((to - from) / minute) }, () => (id === 'fails' ? fails : 100)),
    });
  rig.answers.allotments = { fees: 5 };
});

afterEach(() => rig.close());

it('has nothing to compare before a stage has run', async () => {
  const { columns, rows } = await rig.read('/api/rollouts/late-fees/compare', comparison);
  expect(columns).toEqual([]);
  expect(rows.map((row) => [row.id, row.cells])).toEqual([['rate', []]]);
});

it('compares stages by what each was last judged at, whatever the sources say later', async () => {
  await rig.post('/api/rollouts/late-fees/stages/five/runs', { who: 'Owner' });
  await rig.after(30 * minute);
  fails = 3;
  rig.answers.allotments = { fees: 50 };
  await rig.post('/api/rollouts/late-fees/stages/half/runs', { who: 'Owner' });
  await rig.after(30 * minute);
  rig.answers.broken = 'the sources are gone';
  const { columns, rows } = await rig.read('/api/rollouts/late-fees/compare', comparison);
  expect(
    columns.map(({ stage, percent, run, staleAfter }) => [
      stage,
      percent,
      run.end === null,
      staleAfter === null,
    ]),
  ).toEqual([
    ['five', 5, false, true],
    ['half', 50, true, false],
  ]);
  const [row] = rows;
  expect(row?.cells.map(({ events, of }) => (events ?? 0) / (of ?? 1))).toEqual([0.01, 0.03]);
  expect(row?.steadiness.said).toContain('From Five (30 of 3,000, 1%) to Half');
});

it('leaves out a stage that is off on purpose, and never shows an ended one as running', async () => {
  await rig.post('/api/rollouts/late-fees/stages/five/runs', { who: 'Owner' });
  await rig.after(hour);
  await rig.post('/api/rollouts/late-fees/stages/off/runs', { who: 'Owner' });
  await rig.after(minute);
  const { columns } = await rig.read('/api/rollouts/late-fees/compare', comparison);
  expect(columns.map(({ stage, verdict }) => [stage, verdict.word])).toEqual([['five', 'Ended']]);
});

it('answers with a tag, and with a problem for a rollout that is not there', async () => {
  const first = await rig.app.request('/api/rollouts/late-fees/compare');
  const etag = first.headers.get('etag') ?? '';
  rig.answers.now += 1_000;
  const again = await rig.app.request('/api/rollouts/late-fees/compare', {
    headers: { 'if-none-match': etag },
  });
  expect(again.status).toBe(304);
  expect((await rig.app.request('/api/rollouts/nowhere/compare')).status).toBe(404);
});
