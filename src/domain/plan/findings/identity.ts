import { blankKind, isBlank } from '../prose/blank.ts';
import type { ProsePlan } from '../prose/prose-plan.ts';
import { readStageName } from '../prose/stage-name.ts';
import { fault, quote, type Rule } from './fault.ts';
import { planningFields } from './plan-facts.ts';

/** A plan needs a name and must not go out as a draft. */
export const titleFaults: Rule = (plan) => {
  const { title } = plan;
  if (title === null) {
    return [
      fault(
        'look',
        'title-missing',
        1,
        'The plan has no title heading. Start it with "# Name of the rollout", so that alerts and reports can name it.',
      ),
    ];
  }
  if ((readStageName(title.text)?.id ?? null) !== null) {
    return [
      fault(
        'note',
        'title-is-a-stage',
        title.line,
        `The title is the name of a step (${quote(title.text, 50)}): the plan itself has no title. Put "# Name of the rollout" above it.`,
      ),
    ];
  }
  if (!/\b(?:draft|wip|work in progress)\b/i.test(title.text)) return [];
  return [
    fault(
      'look',
      'plan-draft',
      title.line,
      `The title still marks this plan as a draft: ${quote(title.text)}. Take the mark off once it is agreed, or don't start a stage with it.`,
    ),
  ];
};

/** Without a key nobody can tell what the toggle gives, or turn it off in a hurry. */
export const toggleFaults: Rule = (plan) => {
  const putOff = blankToggle(plan);
  if (plan.toggles.length > 0) {
    return putOff === null
      ? []
      : [
          fault(
            'look',
            'toggle-put-off',
            putOff,
            'The toggle is still "to be decided" here, though a key is named elsewhere in the plan. Write the same key in both places.',
          ),
        ];
  }
  const line = putOff ?? mention(plan);
  return [
    fault(
      'must-fix',
      'toggle-missing',
      line,
      "The Flipper toggle is not named. Without its key nobody can see who has the feature, or turn it off in a hurry. Write the feature toggle's key.",
    ),
  ];
};

const about = /\btoggles?\b|\bflippers?\b|\bfeature flags?\b/i;

function blankToggle(plan: ProsePlan): number | null {
  const row = plan.entries.find(
    (entry) =>
      entry.kind === 'row' &&
      /toggle|flag|flipper/i.test(entry.header[0] ?? '') &&
      isBlank(entry.cells[0] ?? ''),
  );
  const field = plan.fields.find(
    (one) =>
      about.test(one.label) &&
      one.label.length < 50 &&
      ['put-off', 'marker'].includes(blankKind(one.value) ?? ''),
  );
  const under = plan.sections
    .find((section) => about.test(section.heading.text) && !/do i need|possible/i.test(section.heading.text))
    ?.entries.find((entry) => entry.text !== '' && isBlank(entry.text));
  return row?.line ?? field?.line ?? under?.line ?? null;
}

function mention(plan: ProsePlan): number | null {
  const access = planningFields(plan, 'access').find((field) => about.test(field.value));
  const first = plan.entries.find(
    (entry) => about.test(entry.text) && !/you['’]ll need to|best practices|possible with/i.test(entry.text),
  );
  return access?.line ?? first?.line ?? null;
}

const generic = new Set(
  'form forms enable enabled enables disable toggle toggles feature flag show shows service services api page pages update updates prod production test tests site online user users version beta new v1 v2 v3 with from this that plan release rollout launch phase notification notifications status'.split(
    ' ',
  ),
);

/** Toggles that share no word with the plan's title were most likely left by the plan it was copied from. */
export const foreignToggles: Rule = (plan) => {
  const { title, toggles } = plan;
  const [first] = toggles;
  if (title === null || first === undefined) return [];
  const words = toggles.flatMap((toggle) => wordsOf(toggle.key));
  const top = `${title.text} ${plan.entries
    .filter((entry) => entry.kind === 'heading' && entry.depth <= 2)
    .map((entry) => entry.text)
    .join(' ')}`;
  const known = new Set(wordsOf(top));
  const letters = title.text.toLowerCase().replace(/[^a-z0-9]/g, '');
  const shares =
    words.some((word) => known.has(word) || letters.includes(word)) ||
    toggles.some((toggle) => initials(toggle.key, title.text));
  const counts = new Map(words.map((word) => [word, words.filter((other) => other === word).length]));
  const [subject] = [...counts].toSorted((a, b) => b[1] - a[1])[0] ?? [];
  if (shares || subject === undefined) return [];
  // One key may well have a code name; its product must also turn up elsewhere to count as a leftover.
  const traces = plan.entries.filter(
    (entry) => entry.line !== first.line && entry.kind !== 'row' && mentions(entry, subject),
  );
  if (toggles.length < 2 && traces.length === 0) return [];
  return [
    fault(
      'look',
      'toggle-of-another-feature',
      first.line,
      `These toggles (${quote(first.key)}) share no word with the title and look copied from another plan about ${quote(subject)}. Watching them would tell nothing about this rollout. Put this feature's own toggles here.`,
    ),
    ...traces.slice(0, 6).map((entry) => {
      const isLink = entry.links.some((link) => link.url.toLowerCase().includes(subject));
      const what = isLink ? 'This dashboard link belongs' : 'This text belongs';
      return fault(
        'look',
        'leftover-of-another-plan',
        entry.line,
        `${what} to another feature (${quote(subject)}), copied from that plan. Replace it, or say why it holds here too.`,
      );
    }),
  ];
};

function mentions(entry: ProsePlan['entries'][number], word: string): boolean {
  return (
    entry.text.toLowerCase().includes(word) ||
    entry.links.some((link) => link.url.toLowerCase().includes(word))
  );
}

function wordsOf(text: string): readonly string[] {
  return text
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .map((word) => word.replace(/s$/, ''))
    .filter((word) => word.length > 2 && !generic.has(word) && !/^(?:\d+|va|gov|vets)$/.test(word));
}

/** "sc" for Supplemental Claims, "cst" for Claim Status Tool. */
function initials(key: string, title: string): boolean {
  const capitals = title
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toLowerCase())
    .join('');
  return key.split('_').some((part) => part.length >= 2 && part.length <= 5 && capitals.includes(part));
}
