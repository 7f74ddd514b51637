import type { KindLink, ProsePlan } from '../prose/prose-plan.ts';
import { fault, quote, type Rule } from './fault.ts';
import { planningFields } from './plan-facts.ts';

/** Links that show another place, another time or another product than the rollout's. */
export const linkFaults: Rule = (plan) => {
  const rollout = plan.stages.flatMap((stage) => stage.start ?? []).toSorted()[0] ?? null;
  const seen = new Set<string>();
  return plan.links.flatMap((link) => {
    const found = linkFault(link, rollout);
    const key = `${found?.code ?? ''} ${link.url}`;
    if (found === null || seen.has(key)) return [];
    seen.add(key);
    return [found];
  });
};

function linkFault(link: KindLink, rollout: string | null) {
  const { url, line, kind } = link;
  const decoded = decode(url);
  const isWatch =
    kind === 'datadog' || kind === 'grafana' || kind === 'google-analytics' || kind === 'sentry';
  if (isWatch && /\benv(?:ironment)?[=:](?:eks-)?(?:staging|stage|dev)\b/i.test(decoded)) {
    return fault(
      'must-fix',
      'link-wrong-environment',
      line,
      `This dashboard link shows staging (${quote(/env\w*[=:][\w-]+/i.exec(decoded)?.[0] ?? 'staging', 30)}), not production. Watching it would tell nothing about the rollout. Link the production view.`,
    );
  }
  if (kind === 'google-analytics') return analyticsFault(decoded, line, rollout);
  if (
    isWatch &&
    /\/dashboard\/lists?\b|\/monitors\/manage\b|\/dashboards?\/?(?:\?|$)|\/dashboards\/(?:list|f)\b/i.test(
      url,
    )
  ) {
    return fault(
      'look',
      'link-to-a-list',
      line,
      'This dashboard link opens a general list, not the dashboard itself. At 2:00 a.m. nobody knows which one is meant. Link the dashboard.',
    );
  }
  if (kind === 'datadog') return windowFault(link, decoded);
  return null;
}

function analyticsFault(url: string, line: number, rollout: string | null) {
  const days = [...url.matchAll(/date\d0?\d?=(\d{4})(\d{2})(\d{2})/g)].map(
    (match) => `${match[1]}-${match[2]}-${match[3]}`,
  );
  const [from] = days;
  const to = days.at(-1);
  const filter = /filter=(?:~2F)?([\w~-]+)/i.exec(url)?.[1]?.replaceAll('~2F', '/');
  const isOld = from !== undefined && to !== undefined && rollout !== null && to < rollout;
  const about =
    filter === undefined
      ? ''
      : ` It is filtered to ${quote(filter, 40)}: check that this is your form and no copy from another plan.`;
  if (isOld) {
    return fault(
      'must-fix',
      'link-of-another-time',
      line,
      `This dashboard link shows ${from} to ${to}, before the rollout (${rollout}).${about} Link this rollout's own view.`,
    );
  }
  if (!/\/a\d+w\d+p\d+/.test(url)) return null;
  return fault(
    'look',
    'link-retired-analytics',
    line,
    `This dashboard link is for Universal Analytics, which Google has switched off.${about} Link the GA4 report.`,
  );
}

function windowFault({ line }: KindLink, url: string) {
  const from = Number(/[?&](?:from_ts|start)=(\d{12,13})/.exec(url)?.[1] ?? Number.NaN);
  const to = Number(/[?&](?:to_ts|end)=(\d{12,13})/.exec(url)?.[1] ?? Number.NaN);
  const slides = /refresh_mode=sliding/.test(url);
  if (!(to > from) || slides || to > 4e12) return null;
  return fault(
    'note',
    'link-fixed-window',
    line,
    `This link opens on a fixed time: ${utc(from)} to ${utc(to)} UTC. Whoever opens it sees that, not now. Save the link with a sliding window.`,
  );
}

function utc(at: number): string {
  return new Date(at).toISOString().slice(0, 16).replace('T', ' ');
}

function decode(url: string): string {
  try {
    return decodeURIComponent(url).replaceAll('&amp;', '&');
  } catch {
    return url.replaceAll('&amp;', '&');
  }
}

/** Tools that no longer hear from vets-api. */
export const retiredTools: Rule = (plan) => {
  const grafana = plan.links.find((link) => link.kind === 'grafana');
  return grafana === undefined
    ? []
    : [
        fault(
          'look',
          'link-retired-grafana',
          grafana.line,
          'These Grafana links are old: vets-api moved to Datadog in 2023, and a dead panel looks like a quiet one. Give the Datadog board.',
        ),
      ];
};

const watching =
  /\bdash ?boards?\b|\bdatadog\b|\bdomo\b|\bgrafana\b|\bgoogle analytics\b|\bsentry\b|\bmonitors?\b(?! (?:key|stability|the|for|and))/i;

/** A plan without a place to look at, or with one that is not there yet. */
export const dashboards: Rule = (plan) => {
  const hasLink = plan.links.some(
    (link) =>
      ['datadog', 'grafana', 'google-analytics', 'sentry'].includes(link.kind) || /domo\.com/.test(link.url),
  );
  const asked = planningFields(plan, 'dashboard');
  const missing =
    hasLink || asked.length > 0
      ? []
      : [
          fault(
            'look',
            'dashboard-missing',
            null,
            'The plan links no dashboard. Whoever watches a stage has no place to look at. Link the dashboard that shows the success criteria.',
          ),
        ];
  const open = plan.entries.filter(
    (entry) =>
      entry.kind === 'item' &&
      watching.test(entry.text) &&
      /\bTBD\b|\bWIP\b|\bnot (?:yet )?(?:implemented|ready|created|built)\b|\bcoming soon\b|\bto be (?:created|built)\b/i.test(
        entry.text,
      ) &&
      entry.text.length < 200 &&
      !/[<>]\s?\d/.test(entry.text),
  );
  const fields = new Set(asked.filter((field) => field.inline !== '').map((field) => field.line));
  return [
    ...missing,
    ...open
      .filter((entry) => !fields.has(entry.line))
      .map((entry) =>
        fault(
          'look',
          'dashboard-not-ready',
          entry.line,
          `${quote(entry.text)}: this dashboard or monitor is not ready (WIP or TBD). Its criterion can't be watched yet. Finish it before the first stage, or take the criterion out.`,
        ),
      ),
  ];
};

/** "(text)[address]" and addresses broken by a space are shown as words. */
export const brokenLinks: Rule = (plan: ProsePlan) =>
  plan.entries.flatMap((entry) => {
    if (entry.kind === 'code') return [];
    const isSwapped = /\([^()]{2,60}\)\[(?:https?:|link)/.test(entry.text);
    const isSplit = /\]\(\s*https?:[^)\s]*\s+[^)"']*\)/.test(entry.text);
    if (!isSwapped && !isSplit) return [];
    const isOpen = /ready \/ not ready/i.test(entry.text);
    const also = isOpen ? ' And the go / no go is undecided.' : '';
    return [
      fault(
        'look',
        isOpen ? 'go-no-go-open' : 'link-broken',
        entry.line,
        `The link is broken: ${isSwapped ? 'its brackets are the wrong way round' : 'its address holds a space'}, so readers see the code.${also} Write [text](address).`,
      ),
    ];
  });
