import { screen, within } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, it } from 'vitest';
import type { ScenarioName } from '../../mocks/scenarios.ts';
import { received } from './received.ts';
import { renderAt, stagePath } from './render-at.tsx';

const name = 'Say who you are: every entry carries a name.';
const report = '/rollouts/change-of-address/report';
const checkIn = '/rollouts/change-of-address/kpis/1-week';

interface Form {
  readonly what: string;
  readonly path: string;
  readonly scenario?: ScenarioName;
  /** The section it stands in. */
  readonly section: string;
  /** What opens it, where it is not there at once. */
  readonly opener?: string;
  readonly press: string | RegExp;
  /** What is said of it sent as it is opened, with the label of the field each is about. */
  readonly wrong: readonly (readonly [label: string | RegExp, says: string | RegExp])[];
}

const forms: readonly Form[] = [
  {
    what: 'a decision against the verdict',
    path: `${stagePath}#decide=advance`,
    scenario: 'spike',
    section: 'Decide',
    press: 'Check decision',
    wrong: [
      [
        /^Reason/,
        /^Your decision goes against the verdict\. Earliest decision is .* Say why you’re not waiting\.$/,
      ],
      ['Your name', name],
    ],
  },
  {
    what: 'a rollback record',
    path: '/rollouts/change-of-address/log',
    scenario: 'spike',
    section: 'Rollback record',
    press: 'Record impact',
    wrong: [
      ['Severity and impact', 'Say how many people were affected, and how.'],
      ['Your name', name],
    ],
  },
  {
    what: 'how a rollback was resolved',
    path: '/rollouts/change-of-address/log',
    scenario: 'spike',
    section: 'Rollback record',
    press: 'Record as resolved',
    wrong: [
      ['How it was resolved', 'Say how it was resolved.'],
      ['Your name', name],
    ],
  },
  {
    what: 'a report',
    path: stagePath,
    section: 'What people report',
    opener: 'Report something else',
    press: 'Record report',
    wrong: [
      ['What happened', 'Say what happened.'],
      ['Your name', name],
    ],
  },
  {
    what: 'an answer',
    path: stagePath,
    scenario: 'people',
    section: 'What people report',
    press: 'Record answer',
    wrong: [
      ['There were some', 'Choose an answer. Silence is not zero.'],
      ['Your name', name],
    ],
  },
  {
    what: 'an event',
    path: stagePath,
    section: 'Charts',
    opener: 'Add event',
    press: 'Add event',
    wrong: [
      ['What happened', 'Say what happened, in a few words.'],
      ['Your name', name],
    ],
  },
  {
    what: 'an allotment by hand',
    path: stagePath,
    section: 'Record',
    press: 'Save percentage',
    wrong: [
      ['Percent of actors', 'Write a number from 0 to 100, such as 5 or 12.5.'],
      ['Your name', name],
    ],
  },
  {
    what: 'a watch handed over',
    path: stagePath,
    section: 'Who watches',
    press: 'Offer the watch',
    wrong: [
      ['Who watches next', 'Say who watches next.'],
      ['Your name', name],
    ],
  },
  {
    what: 'an alert handed over',
    path: stagePath,
    scenario: 'spike',
    section: 'Needs somebody',
    press: 'Offer it',
    wrong: [
      ['To which monitor', 'Say to whom.'],
      ['Your name', name],
    ],
  },
  {
    what: 'a number to call',
    path: stagePath,
    scenario: 'people',
    section: 'Who to call',
    press: 'Keep number',
    wrong: [
      ['Number', 'Write the number.'],
      ['Your name', name],
    ],
  },
  {
    what: 'a KPI entry',
    path: checkIn,
    scenario: 'launched',
    section: 'Numbers',
    press: 'Save the number',
    wrong: [
      [/^Value/, /^"" is no number\./],
      ['Where it comes from', 'Say where the number comes from.'],
      ['Your name', name],
    ],
  },
  {
    what: 'a result',
    path: report,
    scenario: 'launched',
    section: 'What people know of the stages',
    press: 'Save the result',
    wrong: [
      ['Value', 'Write what is known.'],
      ['Where it comes from', 'Say where it comes from.'],
      ['Your name', name],
    ],
  },
  {
    what: 'a test of a channel',
    path: '/settings/notices',
    section: 'Channels',
    press: /^Send a test through/,
    wrong: [['Your name', name]],
  },
];

it.each(forms)(
  'A29: $what: names every fault at its top, takes the focus, leads to each field, and sends nothing',
  async ({ path, scenario, section, opener, press, wrong }) => {
    const user = userEvent.setup();
    const sent = received('*');
    renderAt(path, scenario);
    const part = within(await screen.findByRole('region', { name: section }));
    if (opener !== undefined) await user.click(await part.findByText(opener, { selector: 'summary' }));
    const [button] = await part.findAllByRole('button', { name: press });
    const form = button?.closest('form');
    if (button === undefined || form === null || form === undefined) throw new Error('no form');
    for (const folded of document.querySelectorAll('details')) folded.open = true;
    await user.click(button);
    const summary = await within(form).findByRole('alert');
    expect(document.activeElement).toBe(summary);
    expect(form.firstElementChild).toBe(summary);
    const links = within(summary).getAllByRole('link');
    expect(links).toHaveLength(wrong.length);
    for (const [i, [label, says]] of wrong.entries()) {
      const link = links[i];
      if (link === undefined) throw new Error(`nothing said of ${String(label)}`);
      expect(link.textContent).toMatch(says);
      await user.click(link);
      const field = within(form).getByLabelText(label);
      expect(document.activeElement).toBe(field);
      const isChoice = field.getAttribute('type') === 'radio';
      if (!isChoice) expect(field.getAttribute('aria-invalid')).toBe('true');
      const described = (isChoice ? field.closest('fieldset') : field)?.getAttribute('aria-describedby');
      expect(described?.split(' ')).toContain(link.id);
    }
    expect(form.querySelectorAll('[aria-invalid="true"]').length).toBeLessThanOrEqual(wrong.length);
    expect(sent).toEqual([]);
  },
  30_000,
);

it('A29: a form tried again takes the focus again, and what is mended is said no more', async () => {
  const user = userEvent.setup();
  renderAt(stagePath);
  const part = within(await screen.findByRole('region', { name: 'What people report' }));
  await user.click(await part.findByText('Report something else'));
  const button = await part.findByRole('button', { name: 'Record report' });
  await user.click(button);
  await user.type(part.getByLabelText('What happened'), 'Letters arrive twice');
  await user.click(button);
  const summary = part.getByRole('alert');
  expect(document.activeElement).toBe(summary);
  expect(
    within(summary)
      .getAllByRole('link')
      .map((one) => one.textContent),
  ).toEqual([name]);
  expect(part.getByLabelText('What happened').hasAttribute('aria-invalid')).toBe(false);
});
