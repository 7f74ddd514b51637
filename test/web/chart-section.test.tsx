import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import { buildWorld } from '../../mocks/world.ts';
import { minute } from '../../src/domain/time/time.ts';
import { saying } from './both-times.ts';
import { mockWorld } from './mock-world.ts';
import { renderAt, stagePath } from './render-at.tsx';

const api = '/api/rollouts/:id/stages/:stage';

async function charts(): Promise<ReturnType<typeof within>> {
  const section = await screen.findByRole('region', { name: 'Charts' });
  await within(section).findByRole('slider', { name: 'Read every chart at' });
  return within(section);
}

/** Letter, kind and text of each event. */
async function listed(): Promise<readonly string[]> {
  const table = await (await charts()).findByRole('table', { name: 'Events, by the letters on the charts' });
  const [, ...rows] = within(table).getAllByRole('row');
  return rows.map((row) => {
    const [, kind, text] = within(row).getAllByRole('cell');
    const letter = within(row).getByRole('rowheader').textContent;
    return `${letter} ${kind?.textContent ?? ''}: ${text?.textContent ?? ''}`;
  });
}

describe('events', () => {
  it('are listed once, by letter, and each leads to the stage as it stood', async () => {
    renderAt(stagePath, 'spike');
    await charts();
    // What the log adds arrives after the charts.
    await waitFor(async () => {
      const events = await listed();
      expect(events.slice(0, 3)).toEqual([
        'A Toggle change: change_of_address: 5% to 25% Flipper',
        'B Planned outage: Database (left out of the judgement) Engineer',
        'C Deploy: Address form 1.4 Engineer',
      ]);
      expect(events.map((event) => event[0]).join('')).toBe('ABCDEFGHI');
    });
    const link = (await charts()).getByRole('link', { name: /^The stage then.*at C$/ });
    expect(link.getAttribute('href')).toMatch(/stage-b\?at=\d{4}-\d\d-\d\dT/);
  });

  it('of other rollouts come with “Everything”, which an address can ask for', async () => {
    const user = userEvent.setup();
    renderAt(stagePath, 'spike');
    // All of ours are there, and no other.
    await waitFor(async () => expect(await listed()).toHaveLength(9));
    expect((await listed()).join()).not.toContain('Shared gateway 2.0');
    await user.click((await charts()).getByRole('radio', { name: 'Everything' }));
    const other = 'Deploy: Change of e-mail: Shared gateway 2.0 Another team';
    await expect.poll(async () => (await listed()).join()).toContain(other);
  });

  it('say how many of another rollout are not listed, and where they are', async () => {
    const { elsewhere } = buildWorld('spike', Date.now());
    const leftOut = [{ rollout: 'change-of-email', title: 'Change of e-mail', count: 3 }];
    mockWorld.server?.use(http.get(`${api}/events`, () => HttpResponse.json({ ...elsewhere, leftOut })));
    renderAt(`${stagePath}?events=everything`, 'spike');
    const said = await (await charts()).findByText(/3 earlier events of Change of e-mail are not listed\./);
    expect(within(said).getByRole('link', { name: 'See its log' }).getAttribute('href')).toBe(
      '/rollouts/change-of-email/log',
    );
  });

  it('say so when others can’t be read, and keep ours', async () => {
    mockWorld.server?.use(http.get(`${api}/events`, () => HttpResponse.error()));
    renderAt(`${stagePath}?events=everything`, 'spike');
    expect((await (await charts()).findByRole('alert')).textContent).toContain('Stagewatch can’t be reached');
    await waitFor(async () => expect(await listed()).toHaveLength(9));
  });

  it('are added with kind, time and text, by the clocks of the zone shown', async () => {
    const user = userEvent.setup();
    const sent: unknown[] = [];
    mockWorld.server?.use(
      http.post(`${api}/events`, async ({ request }) => {
        sent.push(await request.json());
        return HttpResponse.json({}, { status: 201 });
      }),
    );
    renderAt(stagePath);
    const section = await charts();
    await user.click(section.getByText('Add event'));
    await user.selectOptions(await section.findByLabelText('Kind'), 'Planned outage');
    fireEvent.change(section.getByLabelText('Began (Eastern time)'), {
      target: { value: '2025-07-21T09:00' },
    });
    await user.type(section.getByLabelText('Your name'), 'Engineer');
    await user.click(section.getByRole('button', { name: 'Add event' }));
    expect(section.getByText('Say what happened, in a few words.')).toBeDefined();
    await user.type(section.getByLabelText('What happened'), 'Database');
    fireEvent.change(section.getByLabelText('Ended, if it lasted'), {
      target: { value: '2025-07-21T08:00' },
    });
    await user.click(section.getByRole('button', { name: 'Add event' }));
    expect(section.getByText('The end must come after the beginning.')).toBeDefined();
    expect(sent).toEqual([]);
    fireEvent.change(section.getByLabelText('Ended, if it lasted'), {
      target: { value: '2025-07-21T10:00' },
    });
    await user.click(section.getByRole('button', { name: 'Add event' }));
    expect(await section.findByText('Saved.')).toBeDefined();
    expect(sent).toMatchObject([
      {
        who: 'Engineer',
        what: 'planned outage',
        from: Date.parse('2025-07-21T13:00Z'),
        to: Date.parse('2025-07-21T14:00Z'),
        note: 'Database',
      },
    ]);
  });
});

it('reads every chart at one moment, by keys alone, and says what each shows there', async () => {
  renderAt(stagePath);
  const section = await charts();
  const slider = section.getByRole('slider');
  const [from, step] = [Number(slider.getAttribute('min')), Number(slider.getAttribute('step'))];
  expect(section.getAllByText(/^Newest /)).toHaveLength(4);
  fireEvent.change(slider, { target: { value: String(from + 3 * step) } });
  const said = section.getAllByText(saying('^At {both}: '));
  expect(said).toHaveLength(4);
  expect(new Set(said.map((one: HTMLElement) => /^At .*?UTC\)/.exec(one.textContent)?.[0])).size).toBe(1);
  expect(slider.getAttribute('aria-valuetext')).toMatch(
    /^\d+:\d\d [ap]\.m\. Eastern time \(.*UTC\): Submissions failing .*; Failures in any 10 minutes .*; Average latency \d+ ms; Highest latency \d+ ms$/,
  );
});

it('shows seven charts, and the rest on request', async () => {
  const user = userEvent.setup();
  const view = buildWorld('healthy', Date.now()).stage('stage-b');
  const criteria = [1, 2, 3].flatMap((n) =>
    (view?.criteria ?? []).map((one) => ({ ...one, id: `${one.id}-${n}`, label: `${one.label} ${n}` })),
  );
  mockWorld.server?.use(http.get(api, () => HttpResponse.json({ ...view, criteria })));
  renderAt(stagePath);
  const section = await charts();
  expect(section.getAllByRole('figure')).toHaveLength(7);
  await user.click(section.getByRole('button', { name: 'Show the rest: 5 more charts' }));
  expect(section.getAllByRole('figure')).toHaveLength(12);
});

it('shows UTC first where the address or the reader asks for it, and keeps what the reader chose', async () => {
  const user = userEvent.setup();
  renderAt(`${stagePath}?tz=utc`);
  const section = await charts();
  expect(section.getAllByText(saying('^Newest {utc}: '))).toHaveLength(4);
  expect(localStorage.getItem('stagewatch.zone')).toBeNull();
  await user.click(section.getByRole('radio', { name: 'Eastern time' }));
  expect(section.getAllByText(saying('^Newest {both}: '))).toHaveLength(4);
  expect(localStorage.getItem('stagewatch.zone')).toBe('plan');
});

it('starts with what was kept of the reader’s choice', async () => {
  localStorage.setItem('stagewatch.zone', 'utc');
  renderAt(stagePath);
  expect((await charts()).getAllByText(/^Newest \d\d:\d\d UTC/)).toHaveLength(4);
});

it('goes through all rows of a table, page by page', async () => {
  const user = userEvent.setup();
  const { series } = buildWorld('healthy', Date.now());
  const long = series.series.map((one) =>
    one.status === 'error'
      ? one
      : {
          ...one,
          data: {
            ...one.data,
            values: Array.from({ length: 150 }, (_, i) => i),
            completeThrough: one.data.start + 149 * minute,
          },
        },
  );
  mockWorld.server?.use(http.get(`${api}/series`, () => HttpResponse.json({ ...series, series: long })));
  renderAt(`${stagePath}?open=latency`);
  const section = await charts();
  const table = (): HTMLElement => section.getByRole('table', { name: /^Average latency/ });
  const cells = (): readonly string[] =>
    within(table())
      .getAllByRole('cell')
      .map((cell) => cell.textContent);
  expect(cells()[0]).toBe('149 ms, may still change');
  expect(cells()).toHaveLength(60);
  const older = section.getByRole('button', { name: 'Older rows of Average latency' });
  await user.click(older);
  await user.click(older);
  expect(cells().at(-1)).toBe('0 ms');
  expect(table().textContent).toContain('Rows 121 to 150 of 150');
  expect(older).toHaveProperty('disabled', true);
  expect(cells().every((cell) => cell !== '')).toBe(true);
});

describe('the charts as they stood', () => {
  it('come from what was kept then, with the events of then and no form', async () => {
    const asked: (string | null)[] = [];
    const now = Date.now();
    const at = Math.floor((now - 25 * minute) / 1000) * 1000;
    mockWorld.server?.use(
      http.get(`${api}/series`, ({ request }) => {
        asked.push(new URL(request.url).searchParams.get('at'));
        return HttpResponse.json(buildWorld('spike', now, at).series);
      }),
    );
    renderAt(`${stagePath}?at=${new Date(at).toISOString()}`, 'spike');
    // The deploy was before, the alert after; both are told by the log, which arrives after the charts.
    await waitFor(async () => expect((await listed()).join()).toContain('Address form 1.4'));
    expect(new Set(asked)).toEqual(new Set([new Date(at).toISOString()]));
    expect((await listed()).join()).not.toContain('Alert opened');
    const section = await charts();
    expect(section.getAllByRole('figure')).toHaveLength(4);
    expect(section.queryByText('Add event')).toBeNull();
    expect(screen.queryByRole('region', { name: 'Decide' })).toBeNull();
  });
});

const box = async (name: string): Promise<HTMLInputElement> => screen.findByRole('checkbox', { name });

/** The changes of the verdict, so many minutes after the run began. */
function changedAt(...minutes: readonly number[]): number {
  const { history } = buildWorld('spike', Date.now());
  const [only] = history;
  if (only === undefined) throw new Error('no history');
  const start = only.at - 5 * minute;
  const entries = minutes.map((n) => ({ ...only, at: start + n * minute }));
  mockWorld.server?.use(http.get(`${api}/verdicts`, () => HttpResponse.json(entries)));
  return start;
}

describe('the page of a criterion', () => {
  const page = `${stagePath}/criteria/error-rate`;

  it('lists the stretches beyond the limit, each with the page as it was judged then', async () => {
    const start = changedAt(24, 5);
    renderAt(page, 'spike');
    const section = await screen.findByRole('region', { name: 'When it was beyond the limit' });
    const [, first] = within(section).getAllByRole('row');
    expect(first?.textContent).toMatch(/20 buckets.*Worst 3\d(\.\d)?%/);
    const link = (await within(section).findAllByRole('link', { name: 'The criterion then' }))[0];
    const at = new URL(link?.getAttribute('href') ?? '', 'http://here').searchParams.get('at') ?? '';
    expect(Math.abs(Date.parse(at) - (start + 24 * minute))).toBeLessThan(minute);
  });

  it('links to no time at which nothing was kept', async () => {
    changedAt();
    renderAt(page, 'spike');
    const section = within(await screen.findByRole('region', { name: 'When it was beyond the limit' }));
    expect(section.getAllByText('Nothing kept then').length).toBeGreaterThan(0);
    expect(section.queryByRole('link')).toBeNull();
  });

  it('says when no bucket was beyond it', async () => {
    renderAt(`${stagePath}/criteria/latency`, 'healthy');
    expect(await screen.findByText('No complete bucket of this chart lies beyond the limit.')).toBeDefined();
  });

  it('says that no stage before has run', async () => {
    renderAt(`${page}?open=earlier`, 'healthy');
    expect(await screen.findByText('No stage before this one has run.')).toBeDefined();
  });

  it('shows the stages before beside this one, on one scale', async () => {
    const { rollout } = buildWorld('spike', Date.now());
    const run = rollout.stages.find((one) => one.id === 'stage-b')?.runs ?? [];
    const stages = rollout.stages.map((one) => (one.id === 'stage-a' ? { ...one, runs: run } : one));
    mockWorld.server?.use(http.get('/api/rollouts/:id', () => HttpResponse.json({ ...rollout, stages })));
    renderAt(`${page}?open=earlier`, 'spike');
    const section = await screen.findByRole('region', { name: 'In earlier stages' });
    expect(await within(section).findByRole('figure', { name: 'Stage A' })).toBeDefined();
    expect(await within(section).findByRole('figure', { name: 'Stage B' })).toBeDefined();
    const link = within(section).getByRole('link', { name: 'Open Stage A' });
    expect(link.getAttribute('href')).toBe('/rollouts/change-of-address/stages/stage-a/criteria/error-rate');
  });

  it('says which setting adds a link where the server knows no page', async () => {
    const { series } = buildWorld('healthy', Date.now());
    const made = series.series.map((one) => ({ ...one, source: 'datadog' }));
    mockWorld.server?.use(http.get(`${api}/series`, () => HttpResponse.json({ ...series, series: made })));
    renderAt(page);
    const source = await screen.findByRole('region', { name: 'Where the numbers come from' });
    expect(within(source).getAllByText('STAGEWATCH_DATADOG_LINK')).toHaveLength(2);
    expect(within(source).queryByRole('link')).toBeNull();
  });

  it('shows the lines an address asks for, and never none', async () => {
    renderAt(`${stagePath}/criteria/steady?series=old`, 'relative');
    expect([(await box('New path')).checked, (await box('Old path')).checked]).toEqual([false, true]);
    expect((await box('Old path')).disabled).toBe(true);
    await userEvent.click(await box('New path'));
    expect((await box('New path')).checked).toBe(true);
    expect((await box('Old path')).disabled).toBe(false);
  });
});
