import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';
import { mockWorld } from './mock-world.ts';
import { renderAt } from './render-at.tsx';

const plan = `# Parking permits release plan

Feature toggle: \`parking_permits\`

## Success criteria

- Error rate of the form

## Rollout

### Stage A: 5% of users

- Length of time:

### Stage B: 50% of users

- Length of time: 3 days
`;

const source = (): HTMLTextAreaElement => screen.getByLabelText<HTMLTextAreaElement>('The plan’s text');

async function paste(text: string): Promise<void> {
  const user = userEvent.setup();
  await user.click(await screen.findByLabelText('The plan’s text'));
  await user.paste(text);
  await screen.findByText(/^We read|^This plan can’t be read/);
}

async function pressWhenReady(name: string): Promise<void> {
  const button = await screen.findByRole<HTMLButtonElement>('button', { name });
  await waitFor(() => expect(button.disabled).toBe(false));
  await userEvent.click(button);
}

const section = (name: RegExp): HTMLElement => screen.getByRole('region', { name });

describe('a plan pasted in', () => {
  it('is read at once: stages, criteria, toggles, and what must be fixed', async () => {
    renderAt('/rollouts/new');
    await paste(plan);
    expect(
      screen.getByText(/We read 2 stages, 1 criterion, 1 toggle, 0 contacts\. 4 things must be fixed/),
    ).toBeTruthy();
    expect(within(section(/^Stages/)).getByText('Stage A: 5% of users')).toBeTruthy();
    expect(within(section(/^Findings/)).getAllByText('Must fix')).toHaveLength(4);
    await waitFor(() => expect(document.title).toMatch(/^Import a plan/));
  });

  it('without a query says that nothing is judged yet, and not that it is watched', async () => {
    renderAt('/rollouts/new');
    await paste(plan);
    expect(section(/^Save/).textContent).toContain(
      'You can save now, but nothing is judged before a criterion has its query.',
    );
  });

  it('leads from a finding to its line, with focus', async () => {
    renderAt('/rollouts/new');
    await paste(plan);
    await userEvent.click(within(section(/^Findings/)).getByRole('button', { name: 'Line 7' }));
    expect(document.activeElement).toBe(source());
    expect(source().value.slice(source().selectionStart, source().selectionEnd)).toBe(
      '- Error rate of the form',
    );
  });

  it('takes what a person fills in into its block', async () => {
    renderAt('/rollouts/new');
    await paste(plan);
    const user = userEvent.setup();
    const stages = section(/^Stages/);
    await user.click(within(stages).getByText(/Fill in what is blank in Stage A/));
    await user.type(within(stages).getByLabelText(/^Length, such as/), 'soon');
    await user.click(within(stages).getByRole('button', { name: 'Write it into the block' }));
    expect(within(stages).getByRole('alert').textContent).toContain('"soon" is not a length of time');
    await user.clear(within(stages).getByLabelText(/^Length, such as/));
    await user.type(within(stages).getByLabelText(/^Length, such as/), '2d');
    await user.click(within(stages).getByRole('button', { name: 'Write it into the block' }));
    await waitFor(() => expect(source().value).toContain('- { id: stage-a, length: 2d }'));
    await waitFor(() => expect(within(section(/^Stages/)).queryByText(/length: blank/)).toBeNull());
    expect(source().value.startsWith(plan)).toBe(true);
  });

  it('keeps a finding as is only with a reason, and the reason goes into the plan', async () => {
    renderAt('/rollouts/new');
    await paste(plan);
    const user = userEvent.setup();
    const item = within(section(/^Findings/))
      .getByText(/has no length of time/)
      .closest('li');
    if (item === null) throw new Error('no such finding');
    await user.click(within(item).getByText('Keep as is, with a reason'));
    await user.click(within(item).getByRole('button', { name: 'Keep as is' }));
    expect(within(item).getByRole('alert').textContent).toContain('Say why');
    await user.type(within(item).getByLabelText('Reason'), 'Until the owner says go');
    await user.click(within(item).getByRole('button', { name: 'Keep as is' }));
    await screen.findByText(/Accepted: Until the owner says go/);
    expect(source().value).toContain('reason: Until the owner says go');
  });

  it('is bound from a recipe to a criterion, and its limit is looked for in last week', async () => {
    renderAt('/rollouts/new');
    await paste(plan);
    const user = userEvent.setup();
    await user.type(screen.getByLabelText('Your name'), 'Ana');
    const signals = section(/^Signals/);
    await user.click(within(signals).getByText(/Make signals from a controller/));
    await user.type(within(signals).getByLabelText(/^Controller, such as/), 'v0/permits');
    await user.click(within(signals).getByRole('button', { name: 'Add these signals' }));
    await user.click(await screen.findByRole('button', { name: 'Try hits' }));
    await screen.findByText(
      /57 of 60 minutes of the last hour have a value; typical 21, highest 24 a minute/,
    );

    const criteria = section(/^Criteria/);
    await user.click(within(criteria).getByText('Bind it'));
    await user.click(within(criteria).getByRole('button', { name: 'Bind' }));
    expect(within(criteria).getByRole('alert').textContent).toContain('Choose the signal');
    await user.selectOptions(within(criteria).getByLabelText('What failed'), 'errors');
    await user.selectOptions(within(criteria).getByLabelText('All there was'), 'hits');
    await user.click(within(criteria).getByRole('button', { name: 'Bind' }));

    const limits = await screen.findByRole('region', { name: /^Limits that are blank/ });
    await user.click(within(limits).getByRole('button', { name: 'Look at last week' }));
    await within(limits).findByText(/typically 100%, at worst 100%, in 57 hours/);
    expect(within(limits).getByText(/passed in 57 of 57 hours/)).toBeTruthy();
    await user.click(within(limits).getByRole('button', { name: 'Set this limit' }));
    await waitFor(() => expect(source().value).toMatch(/ratio: \[ errors, hits \].*limit: < 5%/));
    await waitFor(() => expect(screen.queryByRole('region', { name: /^Limits that are blank/ })).toBeNull());
  });

  it('says which stage can decide first at the traffic expected', async () => {
    renderAt('/rollouts/new');
    await paste(
      `${plan}\n\`\`\`stagewatch\nstages: [{ id: stage-a, length: 1d }]\nsignals:\n  a: { source: example, kind: count, query: a }\n  b: { source: example, kind: count, query: b }\ncriteria: [{ id: e, ratio: [a, b], limit: "< 5%" }]\n\`\`\`\n`,
    );
    await userEvent.type(screen.getByLabelText(/^Attempts a day/), '100');
    await screen.findByText('Stage B: 50% of users is the first that can show its limits are kept.');
    const row = screen.getByRole('row', { name: /Stage A/ });
    expect(row.textContent).toMatch(/5.*72/);
  });
});

describe('nothing is lost', () => {
  it('when saving fails: the words stay, on the page and on this machine', async () => {
    mockWorld.server?.use(
      http.post('/api/rollouts', () =>
        HttpResponse.json(
          {
            type: 'about:blank',
            title: 'The records are closed',
            status: 503,
            detail: 'Down.',
            remedy: 'Try again.',
          },
          { status: 503, headers: { 'content-type': 'application/problem+json' } },
        ),
      ),
    );
    renderAt('/rollouts/new');
    await paste(plan);
    const user = userEvent.setup();
    await user.click(screen.getByRole('button', { name: 'Save and watch this plan' }));
    expect(screen.getByText(/Write your name at the top/)).toBeTruthy();
    await user.type(screen.getByLabelText('Your name'), 'Ana');
    await user.click(screen.getByRole('button', { name: 'Save and watch this plan' }));
    await screen.findByText(/Not saved\. The records are closed/);
    expect(source().value).toBe(plan);
    expect(localStorage.getItem('stagewatch.plan.new')).toBe(JSON.stringify({ text: plan, version: null }));
  });

  it('when the page is opened again: the text is back', async () => {
    localStorage.setItem('stagewatch.plan.new', JSON.stringify({ text: plan, version: null }));
    renderAt('/rollouts/new');
    await screen.findByText(/We read 2 stages/);
    expect(source().value).toBe(plan);
    await userEvent.click(screen.getByRole('button', { name: 'Discard it' }));
    expect(source().value).toBe('');
  });

  it('when the text cannot be read: each problem leads to its line, and saving waits', async () => {
    renderAt('/rollouts/new');
    await paste('# A\n\n```stagewatch\ncriterias: []\n```\n');
    const problems = section(/What keeps it from being read/);
    expect(within(problems).getByRole('listitem').textContent).toContain('Did you mean "criteria"?');
    await userEvent.click(within(problems).getByRole('button', { name: /^Line 4/ }));
    expect(source().value.slice(source().selectionStart, source().selectionEnd)).toBe('criterias: []');
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Save and watch this plan' }).disabled).toBe(
      true,
    );
  });

  it('when changed prose without a block comes for a rollout: its bindings are offered back', async () => {
    renderAt('/rollouts/new?of=change-of-address');
    await waitFor(() => expect(source().value).toContain('```stagewatch'));
    const user = userEvent.setup();
    await user.clear(source());
    await paste('# Change of address\n\nNew words.\n');
    await user.click(await screen.findByRole('button', { name: 'Keep the bindings of version 2' }));
    await waitFor(() => expect(source().value).toMatch(/New words\.\n\n```stagewatch[\s\S]*error-rate/));
    await screen.findByRole('button', { name: 'Save as version 3' });
    await screen.findByText(/\+New words\./);
  });
});

describe('what others and other hands do meanwhile', () => {
  it('takes two changes asked for at once, and what is typed before the answer', async () => {
    renderAt('/rollouts/new');
    await paste(plan);
    const user = userEvent.setup();
    const signals = section(/^Signals/);
    await user.click(await within(signals).findByText(/Paste the queries/));
    await user.click(within(signals).getByLabelText(/A Datadog dashboard as JSON/));
    await user.paste('sum:web.hits{env:prod}.as_count()\nsum:web.fails{env:prod}.as_count()');
    const adds = within(signals).getAllByRole('button', { name: /^Add as/ });
    for (const add of adds) fireEvent.click(add);
    fireEvent.change(source(), { target: { value: `${source().value}\nTyped meanwhile.\n` } });
    await waitFor(() => expect(source().value).toMatch(/hits:[\s\S]*fails:/));
    expect(source().value).toContain('Typed meanwhile.');
  });

  it('takes the last change to the block back', async () => {
    renderAt('/rollouts/new');
    await paste(plan);
    const user = userEvent.setup();
    const stages = section(/^Stages/);
    await user.click(within(stages).getByText(/Fill in what is blank in Stage A/));
    await user.type(within(stages).getByLabelText(/^Length, such as/), '2d');
    await user.click(within(stages).getByRole('button', { name: 'Write it into the block' }));
    await user.click(await screen.findByRole('button', { name: 'Undo the last change to the block' }));
    expect(source().value).toBe(plan);
  });

  it('says that text from an earlier visit is older than what was saved since', async () => {
    localStorage.setItem(
      'stagewatch.plan.change-of-address',
      JSON.stringify({ text: '# Change of address\n\nMine.\n', version: 1 }),
    );
    renderAt('/rollouts/new?of=change-of-address');
    await screen.findByText(/unsaved text of version 1\. Version 2 has been saved since/);
    await userEvent.click(screen.getByRole('button', { name: 'Discard it' }));
    expect(source().value).toContain('```stagewatch');
  });

  it('saves over the version it began from, and over a newer one only once that has been seen', async () => {
    const seen: unknown[] = [];
    let version = 2;
    mockWorld.server?.use(
      http.get('/api/rollouts/:id/plan', () =>
        HttpResponse.json({
          id: 'change-of-address',
          file: 'c.md',
          version,
          markdown: `# C\n\nVersion ${version}.\n`,
        }),
      ),
      http.post('/api/rollouts', async ({ request }) => {
        const body: unknown = await request.json();
        seen.push(
          typeof body === 'object' && body !== null && 'seenVersion' in body ? body.seenVersion : null,
        );
        return HttpResponse.json(
          {
            type: 'about:blank',
            title: 'Somebody else has saved',
            status: 409,
            detail: 'Version 3 is there.',
            remedy: 'Compare.',
          },
          { status: 409, headers: { 'content-type': 'application/problem+json' } },
        );
      }),
    );
    renderAt('/rollouts/new?of=change-of-address');
    const user = userEvent.setup();
    await user.type(await screen.findByLabelText('Your name'), 'Ana');
    await user.type(source(), 'Mine.');
    version = 3;
    await pressWhenReady('Save as version 3');
    await user.click(await screen.findByRole('button', { name: 'Compare with version 3' }));
    await screen.findByText(/-Version 3\./);
    await pressWhenReady('Save as version 4');
    await waitFor(() => expect(seen).toEqual([2, 3]));
  });

  it('gives a file with Windows line ends back with them', async () => {
    const posted: string[] = [];
    mockWorld.server?.use(
      http.get('/api/rollouts/:id/plan', () =>
        HttpResponse.json({ id: 'c', file: 'c.md', version: 1, markdown: '# C\r\n\r\nWords.\r\n' }),
      ),
      http.post('/api/rollouts', async ({ request }) => {
        const body: unknown = await request.json();
        if (typeof body === 'object' && body !== null && 'markdown' in body)
          posted.push(String(body.markdown));
        return HttpResponse.json({ id: 'change-of-address', version: 2, findings: [] }, { status: 201 });
      }),
    );
    renderAt('/rollouts/new?of=c');
    const user = userEvent.setup();
    await user.type(await screen.findByLabelText('Your name'), 'Ana');
    fireEvent.change(source(), { target: { value: '# C\n\nWords!\n' } });
    await pressWhenReady('Save as version 2');
    await waitFor(() => expect(posted).toEqual(['# C\r\n\r\nWords!\r\n']));
  });

  it('says what is wrong with a binding before it could make the plan unreadable', async () => {
    renderAt('/rollouts/new');
    await paste(
      plan.replace('Error rate of the form', 'Average response time under 200 ms') +
        '\n```stagewatch\nsignals:\n  a: { source: example, kind: count, query: a }\n  b: { source: example, kind: count, query: b }\n```\n',
    );
    const user = userEvent.setup();
    const criteria = section(/^Criteria/);
    await user.click(within(criteria).getByText('Bind it'));
    expect(within(criteria).getByLabelText<HTMLSelectElement>('Measured as').value).toBe('average');
    await user.selectOptions(within(criteria).getByLabelText('Measured as'), 'ratio');
    await user.selectOptions(within(criteria).getByLabelText('What failed'), 'a');
    await user.selectOptions(within(criteria).getByLabelText('All there was'), 'b');
    await user.click(within(criteria).getByRole('button', { name: 'Bind' }));
    expect(within(criteria).getByRole('alert').textContent).toMatch(/percentage/);
    expect(source().value).not.toContain('criteria:');
  });
});

describe('the plan of a rollout', () => {
  it('shows findings, limits, versions and the text with its lines', async () => {
    renderAt('/rollouts/change-of-address/plan');
    await screen.findByRole('heading', { name: 'The plan of Change of address' });
    const limits = await screen.findByRole('region', { name: 'Criteria and limits' });
    expect(within(limits).getByRole('row', { name: /Submissions failing under 5%/ })).toBeTruthy();
    expect(screen.getByText('# Change of address')).toBeTruthy();
    const versions = section(/^Versions/);
    await within(versions).findByRole('link', { name: 'Version 1' });
    await userEvent.click(
      within(versions).getByRole('button', { name: 'Show what version 2 changed against version 1' }),
    );
    await within(versions).findByText(/\+ - \{ id: error-rate.*limit: "< 5%"/);
  });

  it('shows an older version and says so', async () => {
    renderAt('/rollouts/change-of-address/plan?version=1');
    await screen.findByText(/You’re reading version 1/);
    const limits = await screen.findByRole('region', { name: 'Criteria and limits' });
    expect(within(limits).getByRole('row', { name: /Submissions failing under 8%/ })).toBeTruthy();
  });
});
