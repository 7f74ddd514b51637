import type { Notice } from '#contract/notice.ts';
import { postJson, type Channel, type PostDeps } from './channel.ts';

/** Posts to a Slack incoming webhook. */
export function slackChannel(url: string, deps: PostDeps): Channel {
  return {
    name: 'slack',
    send: (notice, signal) => postJson(deps, url, JSON.stringify(slackMessage(notice)), {}, signal),
  };
}

/** A section of Slack's Block Kit holds at most this many characters. */
const longest = 3000;

/** The message: word, reason, evidence and next step first; then who is concerned, what to turn off, and whom to call. */
export function slackMessage(notice: Notice): object {
  const { verdict, rollout, stage } = notice;
  const title = `${verdict.word}: ${rollout.title}, ${stage.label}`;
  const head = `*${escape(title)}*\n${escape(verdict.reason)} ${escape(verdict.evidence)}\n${escape(verdict.next)}`;
  const sections = [head, sayAlerts(notice), sayFacts(notice), sayAsks(notice), sayLinks(notice)].filter(
    (one) => one !== '',
  );
  return {
    // Shown in notifications, and where blocks are not.
    text: escape(`${title}. ${verdict.reason}`),
    blocks: sections.map((text) => ({
      type: 'section',
      text: { type: 'mrkdwn', text: text.slice(0, longest) },
    })),
  };
}

const said = {
  opened: '',
  worse: 'Worse: ',
  lapsed: 'Nobody looks after it any more: ',
  closed: 'Over: ',
  reminder: 'Still: ',
};

function sayAlerts({ alerts }: Notice): string {
  // One alert is what the verdict says already.
  if (alerts.length < 2 && alerts[0]?.what !== 'lapsed' && alerts[0]?.what !== 'reminder') return '';
  return alerts.map((one) => `• ${said[one.what]}${escape(one.reason)} ${escape(one.evidence)}`).join('\n');
}

function sayFacts({ people, toggles, call, verdict }: Notice): string {
  const lines = [
    people.exposed === null ? '' : `People on the new path so far: ${people.exposed}.`,
    people.failures === null ? '' : `Counted against the limit so far: ${people.failures}.`,
    verdict.state === 'roll-back' && toggles.length > 0
      ? `Turn off, in this order: ${toggles.map((key) => `\`${escape(key)}\``).join(', ')}.`
      : '',
    call.length === 0
      ? ''
      : `Call now: ${call.map(({ role, via, for: what }) => escape(`${role}${via === null ? '' : ` (${via})`} for ${what}`)).join('; ')}.`,
  ];
  return lines.filter((one) => one !== '').join('\n');
}

function sayAsks({ asks = [] }: Notice): string {
  const lines = asks.map(({ label, link }) =>
    link === null ? `• ${escape(label)}` : `• ${escape(label)}: <${link}|answer>`,
  );
  return lines.length === 0 ? '' : ['Nobody has answered yet:', ...lines].join('\n');
}

function sayLinks({ link, takeLink }: Notice): string {
  const links = [
    link === null ? '' : `<${link}|See the evidence>`,
    takeLink === null ? '' : `<${takeLink}|I'm on it>`,
  ];
  return links.filter((one) => one !== '').join('  ·  ');
}

/** Slack reads these three as its own. */
function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
