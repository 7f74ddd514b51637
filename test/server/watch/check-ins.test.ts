import { afterEach, describe, expect, it } from 'vitest';
import { checkInList, kpiDifferences, kpiView, type KpiView } from '../../../src/contract/kpi-view.ts';
import { reportView } from '../../../src/contract/report-view.ts';
import { httpProblem } from '../../../src/contract/http-problem.ts';
import type { SignalRequest } from '../../../src/server/proxy/signal-request.ts';
import { madeSeries } from '../../support/made-series.ts';
import { hour, minute, serverRig, type ServerRig } from './server-rig.ts';

const day = 24 * hour;

const plan = `# Permits online

### Stage A: 50%

#### Results

- Number of unique users:
- Metrics at this stage:
- Rollbacks:

### Stage B: 100%

#### Results

- Number of unique users:
- Metrics at this stage:

### 1-week results

- Post-launch KPI 1 actual: error rate:
- Any issues with VA handling/processing?: [PICK_ONE]: yes | no | N/A

## Post-launch Questions

1. How do the KPIs you gathered compare to your pre-launch definition(s) of "success"?
1. What qualitative feedback have you gathered?

\`\`\`stagewatch
toggles: [{ key: permits, settle: 1m }]
stages:
  - { id: stage-a, percent: 50, length: 1h }
  - { id: stage-b, percent: 100, length: 1h }
signals:
  tries: { source: prometheus, kind: count, query: tries }
  fails: { source: prometheus, kind: count, query: fails }
criteria:
  - { id: error-rate, label: Permits failing, ratio: [fails, tries], limit: "< 5%", breach: roll back }
kpis:
  - { id: rate, label: Error rate, ratio: [fails, tries], target: "< 5%" }
  - { id: happy, label: Positive feedback, target: ">= 90%" }
identities:
  - confirmations <= tries
\`\`\`
`;

let rig: ServerRig;
afterEach(() => rig.close());

/** Failures per bucket of a minute; twenty tries. The source ends where the clock stands. */
function answerWith(failures: number): void {
  rig.answers.series = (request: SignalRequest) => {
    const { id, window, width } = request;
    const buckets = Math.max(0, Math.floor((Math.min(rig.answers.now, window.to) - window.from) / width));
    const perBucket = (id === 'fails' ? failures : 20) * (width / minute);
    return madeSeries({
      id,
      start: window.from,
      width,
      values: Array.from({ length: buckets }, () => perBucket),
      source: request.source,
    });
  };
}

const at = '/api/rollouts/permits/kpis/1-week';
const look = (path = at): Promise<KpiView> => rig.read(path, kpiView);

async function pass(ms: number): Promise<void> {
  await rig.after(ms);
  await rig.watcher.frozen();
}

/** Both stages have run; the week after the second has passed. */
async function aWeekOn(failures: number): Promise<void> {
  rig = await serverRig({ plans: { permits: plan } });
  answerWith(failures);
  rig.answers.allotments = { permits: 50 };
  await pass(0);
  await pass(61 * minute);
  rig.answers.allotments = { permits: 100 };
  await pass(minute);
  await pass(hour);
  await pass(7 * day);
  await pass(15 * minute);
}

const enter = (body: object, path = at): Promise<Response> => rig.post(path, { who: 'Ana', ...body });

describe('a check-in', () => {
  it('is to come, shows what there is so far, and is frozen when it is due', async () => {
    rig = await serverRig({ plans: { permits: plan } });
    answerWith(0);
    rig.answers.allotments = { permits: 100 };
    await pass(0);
    await pass(2 * day);
    const early = await look();
    expect(early.checkIn.state).toBe('to come');
    expect(early.columns.find((one) => one.id === '1-week')?.why).toBe('so far');
    expect(early.snapshots).toEqual([]);
    expect(early.summary).toMatch(/^So far, before the 1 week check-in is due: /);
    await pass(5 * day + hour);
    const due = await look();
    expect(due.checkIn.state).toBe('due');
    expect(due.snapshots.map((one) => one.why)).toEqual(['due']);
    expect((due.checkIn.to ?? 0) - (due.checkIn.from ?? 0)).toBe(7 * day);
    await pass(day + hour);
    expect((await look()).snapshots.map((one) => one.why)).toEqual(['due', 'settled']);
    await pass(7 * day);
    expect((await look()).checkIn.state).toBe('late');
  });

  it('stays as it was frozen when the source changes its history, and says by how much it differs', async () => {
    await aWeekOn(1);
    const before = await look();
    expect(before.kpis[0]?.cells.find((one) => one.column === '1-week')).toMatchObject({
      state: 'cannot say',
    });
    await pass(day + hour);
    const frozen = await look();
    const written = await (await rig.app.request('/api/rollouts/permits/report.md')).text();
    answerWith(2);
    await pass(3 * day);
    const after = await look();
    expect(await (await rig.app.request('/api/rollouts/permits/report.md')).text()).toBe(written);
    expect(after.trends).toEqual(frozen.trends);
    expect(after.kpis).toEqual(frozen.kpis);
    expect(after.snapshots).toEqual(frozen.snapshots);
    const { differences } = await rig.read(`${at}/now`, kpiDifferences);
    expect(differences).toHaveLength(1);
    expect(differences[0]).toMatchObject({ name: 'fails', by: expect.stringMatching(/more \(100%\)$/) });
  });

  it('is frozen a day late at the latest when the source fails, and says what is missing', async () => {
    rig = await serverRig({ plans: { permits: plan } });
    answerWith(0);
    rig.answers.allotments = { permits: 100 };
    await pass(0);
    rig.answers.series = ({ id, source }) => ({
      id,
      source,
      example: false,
      status: 'error',
      error: {
        code: 'timeout',
        message: 'It did not answer.',
        retryable: true,
        retryAt: null,
        attempts: 1,
        firstSeen: 0,
      },
    });
    await pass(7 * day + hour);
    expect((await look()).snapshots).toEqual([]);
    await pass(day);
    const view = await look();
    expect(view.snapshots.map((one) => one.why)).toContain('due');
    expect(view.kpis[0]?.cells.find((one) => one.column === '1-week')?.state).toBe('no value');
    expect(view.figures.find((one) => one.name === 'fails')?.note).toContain('It did not answer.');
    expect(view.summary).toContain('has no number');
  });

  it('takes what nobody measures with its source and author, and a measured number only with a reason', async () => {
    await aWeekOn(0);
    expect(
      (await enter({ do: 'value', name: 'happy', text: '43 of 50', source: 'exit survey' })).status,
    ).toBe(201);
    const cell = (await look()).kpis[1]?.cells.find((one) => one.column === '1-week');
    expect(cell).toMatchObject({
      value: 0.86,
      events: 43,
      of: 50,
      origin: 'entered by Ana, from exit survey',
    });
    const { trends } = await look();
    expect(trends.map((one) => [one.label, one.points.map((point) => point.id)])).toEqual([
      ['Error rate', ['stage-a', '1-week']],
      ['Positive feedback', ['1-week']],
    ]);
    expect(trends[1]?.points[0]).toMatchObject({ origin: 'entered by hand', events: 43, of: 50 });
    const bare = await enter({ do: 'value', name: 'fails', text: '12', source: 'sheet' });
    expect(bare.status).toBe(422);
    expect(httpProblem.parse(await bare.json()).detail).toContain('Say why');
    const reason = 'The query left out one form.';
    expect((await enter({ do: 'value', name: 'fails', text: '12', source: 'sheet', reason })).status).toBe(
      201,
    );
    const row = (await look()).figures.find((one) => one.name === 'fails');
    expect(row).toMatchObject({ said: '12', measured: '0', note: reason });
  });

  it.each([
    [{ do: 'value', name: 'fail', text: '1', source: 'x' }, 422, 'fails'],
    [{ do: 'value', name: 'happy', text: 'most', source: 'x' }, 422, 'no number'],
    [{ do: 'answer', about: 'stage:nowhere', label: 'x', text: 'y' }, 422, 'about'],
    [{ do: 'reopen', reason: 'why not' }, 422, 'not closed'],
    [{ do: 'reopen', reason: '' }, 422, 'reason'],
    [{ do: 'dance' }, 422, 'do'],
  ])('refuses %j', async (body, status, said) => {
    await aWeekOn(0);
    const response = await enter(body);
    expect(response.status).toBe(status);
    expect(JSON.stringify(await response.json())).toContain(said);
  });

  it('is closed by a person, and opened again with a reason alone', async () => {
    await aWeekOn(0);
    expect((await enter({ do: 'close' }, '/api/rollouts/permits/kpis/1-month')).status).toBe(422);
    expect((await enter({ do: 'close' })).status).toBe(201);
    expect((await look()).checkIn.state).toBe('closed');
    const late = await enter({ do: 'value', name: 'happy', text: '99%', source: 'a guess' });
    expect(late.status).toBe(409);
    expect((await enter({ do: 'reopen', reason: 'A late survey' })).status).toBe(201);
    const open = await look();
    expect(open.checkIn.state).toBe('due');
    expect(open.reopened).toMatchObject([{ by: 'Ana', reason: 'A late survey' }]);
  });

  it('is listed across rollouts with what is unanswered', async () => {
    await aWeekOn(0);
    const [first, second] = await rig.read('/api/check-ins', checkInList);
    expect(first).toMatchObject({ checkIn: '1-week', state: 'due', unanswered: 1 });
    expect(second).toMatchObject({ checkIn: '1-month', state: 'to come' });
    await enter({ do: 'answer', label: 'Any issues with VA handling/processing?', text: 'no' });
    expect((await rig.read('/api/check-ins', checkInList))[0]?.unanswered).toBe(0);
  });

  it('tells once that it is due, and once that a KPI has left its target', async () => {
    rig = await serverRig({
      plans: { permits: plan },
      publicUrl: 'https://watch.example',
      channels: [{ name: 'hook', send: () => Promise.resolve({ ok: true }) }],
    });
    answerWith(3);
    rig.answers.allotments = { permits: 100 };
    await pass(0);
    await pass(7 * hour);
    await pass(7 * hour);
    await pass(7 * hour);
    const told = async (kind: string): Promise<readonly string[]> =>
      (await rig.store.notices(50))
        .filter((one) => one.notice.kind === kind)
        .map((one) => one.notice.verdict.reason);
    expect(await told('kpi')).toEqual(['Error rate of Permits online is out of its target of under 5%.']);
    await pass(7 * day);
    await pass(15 * minute);
    await pass(2 * day);
    expect(await told('check-in')).toEqual(['The 1 week check-in of Permits online is due.']);
    const due = (await rig.store.notices(50)).find((one) => one.notice.kind === 'check-in');
    expect(due?.notice.link).toBe('https://watch.example/rollouts/permits/kpis/1-week');
  });

  it('has no address of its own making', async () => {
    await aWeekOn(0);
    const response = await rig.app.request('/api/rollouts/permits/kpis/1-year');
    expect(response.status).toBe(404);
    expect(httpProblem.parse(await response.json()).detail).toContain('1-week, 1-month');
  });
});

describe('what was reported of the dispute form, typed', () => {
  it('gives the figures of the week and the month, and what cannot be right', async () => {
    const debts = `# Disputes

### Stage D: 50%

#### Results

- Number of unique users: 134
- Metrics at this stage: 117 submissions succeeded, 15 failed

### Stage E: 100%

#### Results

- Number of unique users: 218
- Metrics at this stage: 86.24% success rate

\`\`\`stagewatch
toggles: [{ key: disputes, settle: 1m }]
stages: [{ id: stage-d, percent: 50 }, { id: stage-e, percent: 100 }]
kpis: [{ id: error-rate, label: Error rate, ratio: [failures, successes + failures] }]
identities: [successes + failures = submissions, users <= successes + failures]
\`\`\`
`;
    rig = await serverRig({ plans: { disputes: debts } });
    rig.answers.allotments = { disputes: 100 };
    await pass(0);
    await pass(30 * day + hour);
    const base = '/api/rollouts/disputes/kpis';
    const type = async (checkIn: string, name: string, text: string): Promise<void> => {
      const response = await enter({ do: 'value', name, text, source: 'the team' }, `${base}/${checkIn}`);
      expect(response.status).toBe(201);
    };
    await type('1-week', 'submissions', '517');
    await type('1-week', 'successes', '445');
    await type('1-week', 'failures', '27');
    await type('1-week', 'error-rate', '5.7% (472/27)');
    await type('1-month', 'users', '4,368');
    await type('1-month', 'successes', '2,299');
    await type('1-month', 'error-rate', '17.8%');
    const week = await look(`${base}/1-week`);
    expect(week.trends[0]?.points.map((one) => one.said)).toEqual([
      '11.4% (likely 6.5% to 18%, n = 132)',
      '13.8% (likely 9.5% to 19.1%, n = 218)',
      '5.7% (likely 3.8% to 8.2%, n = 472)',
      '17.8% (likely 16.4% to 19.3%, n about 2,797)',
    ]);
    expect(week.summary).toContain('no target in the plan');
    const said = week.identities.map((one) => one.said).join(' ');
    expect(said).toContain('45 are not accounted for');
    expect(said).toContain('72 of 517 = 13.9%');
    const month = await look(`${base}/1-month`);
    expect(month.identities.find((one) => one.text.startsWith('users'))?.said).toContain(
      "Both can't be right",
    );
  });
});

describe('the report', () => {
  it('fills the stages that have ended and the check-ins that are due, and knows its own words later', async () => {
    await aWeekOn(0);
    const first = await (await rig.app.request('/api/rollouts/permits/report.md')).text();
    const rate = /error rate: (.*)/.exec(first)?.[1];
    expect(rate).toMatch(/^0% \(0 of 201,\d{3}, likely 0% to 0%\)$|^0% \(0 of 2/);
    expect(first).toContain('- Metrics at this stage: Permits failing: 0% (0 of 1,2');
    expect(first.slice(first.indexOf('### Stage B'), first.indexOf('### 1-week'))).toContain(
      'Metrics at this stage:\n',
    );
    await enter({ do: 'answer', label: 'Any issues with VA handling/processing?', text: 'no' });
    await enter({
      do: 'answer',
      about: 'questions',
      label: 'What qualitative feedback have you gathered?',
      text: 'Short and clear.',
    });
    const into = first.replace('# Permits online', '# Permits online, second edition');
    const merged = reportView.parse(
      await (await rig.post('/api/rollouts/permits/report', { markdown: into, file: 'x.md' })).json(),
    );
    expect(merged.markdown).toContain('second edition');
    expect(merged.markdown).toContain('processing?: no');
    expect(merged.markdown).toContain('gathered? Short and clear.');
    expect(merged.conflicts).toEqual([]);
    const edited = into.replace(`error rate: ${rate ?? ''}`, 'error rate: none to speak of');
    await enter({ do: 'value', name: 'fails', text: '12', source: 'sheet', reason: 'late' });
    const disputed = reportView.parse(
      await (await rig.post('/api/rollouts/permits/report', { markdown: edited })).json(),
    );
    expect(disputed.conflicts).toMatchObject([
      { label: 'Post-launch KPI 1 actual', theirs: expect.stringContaining('none to speak of') },
    ]);
    expect(disputed.pullRequest).toContain('Left as they are');
  });

  it('is data and a table too, with a stamp and a link to its evidence', async () => {
    await aWeekOn(0);
    const view = await rig.read('/api/rollouts/permits/report.json', reportView);
    const stage = view.sections.find((one) => one.subject === 'stage:stage-a');
    expect(stage?.stamp).toMatch(/^Evidence frozen \w+day, /);
    expect(stage?.link).toMatch(/^\/rollouts\/permits\/stages\/stage-a\?at=\d+$/);
    expect(stage?.markdown.split('\n')[0]).toBe('### Stage A: 50%');
    const csv = await (await rig.app.request('/api/rollouts/permits/results.csv')).text();
    expect(csv.split('\r\n')[0]).toBe('about,label,value,events,of,low,high,state,source,frozenAt');
    expect(csv).toMatch(/1 week after launch,Error rate,0,0,\d+,0,[\d.e-]+,met,rate,\d{4}-/);
  });

  it('publishes nothing of a stage or check-in before its evidence is frozen', async () => {
    rig = await serverRig({ plans: { permits: plan } });
    answerWith(0);
    rig.answers.allotments = { permits: 50 };
    await pass(0);
    await pass(61 * minute);
    const open = await (await rig.app.request('/api/rollouts/permits/report.md')).text();
    expect(open).toBe(plan);
    rig.answers.series = ({ id, source }) => ({
      id,
      source,
      example: false,
      status: 'error',
      error: { code: 'timeout', message: 'No.', retryable: true, retryAt: null, attempts: 1, firstSeen: 0 },
    });
    rig.answers.allotments = { permits: 100 };
    await pass(minute);
    await pass(hour);
    expect(await (await rig.app.request('/api/rollouts/permits/report.md')).text()).toBe(plan);
    answerWith(0);
    await pass(15 * minute);
    expect(await (await rig.app.request('/api/rollouts/permits/report.md')).text()).not.toBe(plan);
  });

  it('refuses a copy whose block can’t be read', async () => {
    await aWeekOn(0);
    const response = await rig.post('/api/rollouts/permits/report', {
      markdown: '```stagewatch\nstages: [\n```',
    });
    expect(response.status).toBe(422);
  });
});
