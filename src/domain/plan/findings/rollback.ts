import { fault, quote, type Rule } from './fault.ts';

/** What must happen when it goes wrong, and at which number. */
export const rollbackFaults: Rule = (plan) => {
  if (plan.rollback === null) {
    return [
      fault(
        'must-fix',
        'rollback-missing',
        null,
        'The plan says nothing about a rollback. When a limit breaks nobody knows who turns the toggle off, or at which number. Add a rollback section with its conditions.',
      ),
    ];
  }
  const { line } = plan.rollback;
  if (plan.criteria.some((criterion) => criterion.from === 'rollback')) return [];
  const vague = plan.entries.find(
    (entry) =>
      entry.line > line &&
      entry.line < line + 14 &&
      /\bspike\b|\bunexpected behaviou?r\b|\bsomething goes wrong\b/i.test(entry.text),
  );
  const words =
    vague === undefined
      ? 'The rollback process'
      : quote(
          /[^.]*\b(?:spike|unexpected|goes wrong)\b[^.,]*/i.exec(vague.text)?.[0].trim() ?? vague.text,
          60,
        );
  return [
    fault(
      'look',
      'rollback-without-number',
      vague?.line ?? line,
      `${words} has no number: nothing here can call for a roll back by itself. Write the conditions with their limits.`,
    ),
  ];
};

/** "Enable the toggle" as the way back. */
export const invertedRollback: Rule = (plan) => {
  const line = plan.rollback?.line;
  if (line === undefined) return [];
  const end = plan.sections.find((section) => section.heading.line > line)?.heading.line ?? line + 15;
  const said = plan.entries.find(
    (entry) =>
      entry.line >= line &&
      entry.line < end &&
      /\b(?:enable|turn(?:ing)? on|re-?enable|activate) (?:the )?(?:\w+ )?(?:toggle|flag|flipper)\b/i.test(
        entry.text,
      ) &&
      !/\bdisable|\bturn(?:ing)? off|\bdeactivate/i.test(entry.text),
  );
  return said === undefined
    ? []
    : [
        fault(
          'look',
          'rollback-toggle-inverted',
          said.line,
          `${quote(said.text, 60)}: the rollback turns the toggle on. If that is meant, say what "on" does; in a hurry everybody turns things off.`,
        ),
      ];
};
