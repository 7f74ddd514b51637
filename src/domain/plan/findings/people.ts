import { fault, quote, type Rule } from './fault.ts';
import { isEmpty, planningFields } from './plan-facts.ts';

/** Who watches, and who is called at two in the morning. */
export const contactFaults: Rule = (plan) => {
  const numberless = plan.contacts.filter(
    (contact) =>
      contact.hours === 'after' &&
      /cell|phone|text|call/.test(contact.via ?? '') &&
      contact.people.phones.length === 0,
  );
  const hasAfter = plan.contacts.some((contact) => contact.hours === 'after');
  const monitor = planningFields(plan, 'monitor')[0];
  const nobody = hasAfter || plan.stages.length === 0;
  return [
    ...numberless.map((contact) =>
      fault(
        'must-fix',
        'phone-missing',
        contact.line,
        'After hours the contact is reached by phone or cell, and the plan has no number. Store the number here, in the protected store, not in the plan.',
      ),
    ),
    ...(nobody
      ? []
      : [
          fault(
            'look',
            'after-hours-nobody',
            monitor !== undefined && !isEmpty(monitor) ? monitor.line : null,
            'Nobody is named to monitor or be called after hours. A stage that runs overnight has no one to turn the toggle off. Name the role for those hours.',
          ),
        ]),
  ];
};

/** A test for production that is planned on staging. */
export const testOnStaging: Rule = (plan) =>
  plan.stages
    .filter((stage) => stage.kind === 'testing')
    .flatMap((stage) => {
      const field = stage.fields.find(
        (one) => ['access', 'conduct'].includes(one.kind) && !one.isResult && /\bstaging\b/i.test(one.value),
      );
      return field === undefined
        ? []
        : [
            fault(
              'look',
              'production-test-on-staging',
              field.line,
              `Production testing is planned on staging (${quote(field.value, 40)}). It shows nothing about production. Give testers access in production, or call it staging testing.`,
            ),
          ];
    });

const amount = '(\\d+|one|two|three|four|five|six|seven|eight|nine|ten)';

/** Numbers of testers that differ from line to line. */
export const testerCounts: Rule = (plan) => {
  const said = plan.entries.flatMap((entry) => {
    if (entry.kind === 'row' || !/\buat\b|\bparticipants?\b|\btesters?\b/i.test(entry.text)) return [];
    const match = new RegExp(
      `\\b(?:get(?:ting)?|got|had|have|recruit\\w*|found|only)\\s+(?:\\w+ ){0,2}?${amount}\\s+(?:uat )?(users?|participants?|testers?)\\b`,
      'i',
    ).exec(entry.text);
    return match === null
      ? []
      : [{ count: match[1]?.toLowerCase() ?? '', unit: match[2] ?? '', line: entry.line }];
  });
  const [first] = said;
  return said.flatMap((other) =>
    first !== undefined && other.count !== first.count && other.line !== first.line
      ? [
          fault(
            'look',
            'tester-counts-differ',
            other.line,
            `${quote(`${other.count} ${other.unit}`)} here, and ${quote(`${first.count} ${first.unit}`)} on line ${first.line}. How many UAT users were there? Make the two agree.`,
          ),
        ]
      : [],
  );
};

/** A rollback that hides a version and sends people to it. */
export const versionMix: Rule = (plan) =>
  plan.entries.flatMap((entry, i) => {
    const hidden = /\b(?:hides?|disables?|turns? off|removes?)\s+(v\d)\b/i
      .exec(entry.text)?.[1]
      ?.toLowerCase();
    if (hidden === undefined) return [];
    const near = plan.entries.slice(Math.max(0, i - 5), i + 4);
    const back = near.some((other) =>
      new RegExp(`\\b(?:redirected|directed|fall(?:s)? back|back|returned?|sent) to ${hidden}\\b`, 'i').test(
        other.text,
      ),
    );
    return back
      ? [
          fault(
            'look',
            'rollback-mixes-versions',
            entry.line,
            `The rollback hides ${hidden} of the form and sends people to ${hidden}: it mixes up the versions. In a hurry somebody turns off the wrong one. Say which version stays.`,
          ),
        ]
      : [];
  });

/** What turning the toggle off leaves behind. */
export const caches: Rule = (plan) => {
  const said = plan.entries.find((entry) =>
    /\bcach(?:e|es|ed|ing)\b.{0,80}\b\d+ (?:hours?|days?|minutes?)\b/i.test(entry.text),
  );
  return said === undefined
    ? []
    : [
        fault(
          'look',
          'rollback-leaves-cache',
          said.line,
          `Turning the toggle off won't clear what is cached (${quote(/\bcach\w*.{0,60}/i.exec(said.text)?.[0] ?? '', 50)}). Say how it is cleared, and list it under "not-undone" in the stagewatch block, so that a roll back says so.`,
        ),
      ];
};

/** A percentage of users is not that percentage of those who can use the feature. */
export const eligibleOnly: Rule = (plan) => {
  const said = plan.entries.find(
    (entry) =>
      entry.kind === 'row' &&
      /toggle|flag/i.test(entry.header[0] ?? '') &&
      /\beli[bg]i[bl]+e\b/i.test(entry.text),
  );
  const first = plan.stages.find((stage) => stage.percent !== null);
  return said === undefined || first === undefined
    ? []
    : [
        fault(
          'look',
          'only-some-are-eligible',
          said.line,
          `Only eligible users can see this. ${first.percent ?? ''}% of users is not ${first.percent ?? ''}% of eligible ones. Say how eligible users are counted.`,
        ),
      ];
};
