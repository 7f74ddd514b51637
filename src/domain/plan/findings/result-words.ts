import { blankKind, isBlank, isTemplateWords } from '../prose/blank.ts';
import type { ProseStage } from '../prose/prose-plan.ts';
import { fault, quote, type Rule } from './fault.ts';
import { hasRun, rampOf } from './plan-facts.ts';

const recorded = new Set(['unique-users', 'metrics', 'errors', 'users']);

/** A stage that has run, with results left blank. */
export const missingResults: Rule = (plan) =>
  plan.stages.flatMap((stage) => {
    if (!hasRun(stage)) return [];
    return stage.fields.flatMap((field) => {
      if (!field.isResult || !recorded.has(field.kind) || field.entry.kind === 'row') return [];
      const isFilledBelow = field.children.some((child) => !isBlank(child.text));
      if (isTemplateWords(field.inline)) {
        return [
          fault(
            'look',
            'template-text-in-results',
            field.line,
            `The template's text is left in the metrics of a stage that has run (${quote(stage.label, 40)}). Nobody can tell which words are results. Put the figures in its place.`,
          ),
        ];
      }
      if (!isBlank(field.value) || isFilledBelow) return [];
      return [
        fault(
          'look',
          'result-missing',
          field.line,
          `${quote(field.label, 50)} is not filled in, although ${quote(stage.label, 30)} ran and was turned on. The number left blank can't be reconstructed later. Fill it in from the dashboard.`,
        ),
      ];
    });
  });

/** "No downstream service affected" beside downstream timeouts. */
export const downstream: Rule = (plan) =>
  plan.stages.flatMap((stage) => {
    const field = stage.fields.find((one) => one.kind === 'downstream');
    const said = stage.entries.find(
      (entry) =>
        /\bdownstream\b|\btimeouts? (?:from|in|of)\b|\btied to latency\b/i.test(entry.text) &&
        entry !== field?.entry &&
        !/^was any/i.test(entry.text) &&
        !/\bno downstream\b/i.test(entry.text),
    );
    if (field === undefined || said === undefined || !hasRun(stage)) return [];
    const value = field.value.replace(/^\W*pick[_ ]one\W*/i, '');
    const isDenied = isBlank(field.value) || /^\W*(?:no|none|n\/a)\b/i.test(value);
    return isDenied
      ? [
          fault(
            'look',
            'downstream-contradiction',
            field.line,
            `"Downstream affected" is ${isBlank(field.value) ? 'blank' : quote(value, 20)}, while line ${said.line} speaks of a downstream service or its timeouts. An outage there would be taken for this feature. Answer it.`,
          ),
        ]
      : [];
  });

/** Sentences that end in the middle, and pieces of the template without their beginning. */
export const cutOff: Rule = (plan) => {
  const labels = plan.fields
    .filter((field) => field.kind === 'changes')
    .map((field) => field.label.toLowerCase());
  return plan.entries.flatMap((entry) => {
    if (entry.kind === 'line' && /^[a-z]/.test(entry.text)) {
      const start = entry.text.split(/[?:]/)[0]?.toLowerCase() ?? '';
      const isTail =
        start.length > 20 &&
        labels.some(
          (label) => label.includes(start.slice(start.indexOf(' ') + 1)) && !label.startsWith(start),
        );
      if (isTail)
        return [
          fault(
            'look',
            'text-cut-off',
            entry.line,
            `This text is cut off: ${quote(entry.text, 40)} is the end of a template line. A section or stage before it is missing. Put it back.`,
          ),
        ];
    }
    const isEnding =
      /[,\s](?:average|avg|the|and|or|of|with|to|than|by|from|under|over)\s*$/i.test(entry.text) &&
      /:\s*\S/.test(entry.text) &&
      /\d/.test(entry.text);
    const isResult = plan.stages.some((stage) =>
      stage.fields.some((field) => field.entry === entry && field.isResult),
    );
    return isEnding && isResult
      ? [
          fault(
            'note',
            'text-cut-off',
            entry.line,
            `The value is cut off: ${quote(entry.text.slice(-30))} ends mid-sentence. The figure is lost. Finish it.`,
          ),
        ]
      : [];
  });
};

/** Roll backs that a stage's record tells of, and whether they were settled. */
export const rollbacksOnRecord: Rule = (plan) =>
  plan.stages.flatMap((stage) =>
    stage.entries.flatMap((entry, i) => {
      const reason = /^\W*rollback reason:\s*(\S.*)?$/i.exec(entry.text);
      if (reason !== null) {
        const record = stage.entries.slice(i, i + 9);
        const open = record.find(
          (other) =>
            /\[\s?\]\s*has the issue|has the issue been resolved/i.test(other.text) &&
            (other.checked === false || /\[\s?\]/.test(other.text)),
        );
        if (reason[1] === undefined && !record.some((other) => /^date:\s*\d/i.test(other.text))) return [];
        if (open === undefined) return [];
        return [
          fault(
            'look',
            'rollback-not-resolved',
            entry.line,
            `A rollback is recorded at ${stage.percent ?? '?'}% and its issue is not resolved. Going on means meeting it again. Close it, or say why it no longer matters.`,
          ),
        ];
      }
      const tells =
        /\b(?:we|team) (?:\w+ )?(?:disabled|turned off|rolled back|reverted)\b.{0,40}\b(?:flag|toggle|feature|flipper|change|release)?/i.test(
          entry.text,
        ) && hasRun(stage);
      return tells
        ? [
            fault(
              'look',
              'rollback-on-record',
              entry.line,
              `The results of ${quote(stage.label, 30)} tell that the flag was disabled again after launch: a rollback inside the stage. Record its reason, its date and the second start, so that the figures are not mixed.`,
            ),
          ]
        : [];
    }),
  );

/** Boxes left open although the rollout went on. */
export const openChecklists: Rule = (plan) => {
  const ran = rampOf(plan).some(hasRun);
  const section = plan.sections.find(
    (one) =>
      /validation|pre-?launch|prerequisite|readiness/i.test(one.heading.text) &&
      plan.checklist.some((item) => item.section === one.heading.text && !item.checked),
  );
  const items =
    section === undefined
      ? []
      : plan.checklist.filter((item) => item.section === section.heading.text && !item.checked);
  const decisive = items.find((item) => /go\/?\s?no[ -/]?go/i.test(item.text)) ?? items[0];
  const validation =
    ran && decisive !== undefined && items.length > 0
      ? [
          fault(
            'look',
            'checklist-open',
            decisive.line,
            `${items.length} ${items.length === 1 ? 'box of the validation checklist is' : 'boxes of the validation checklist are'} not ticked, go/no-go included, although stages were released. Tick what was done, or say what was left out.`,
          ),
        ]
      : [];
  return [
    ...validation,
    ...plan.stages.flatMap((stage) =>
      openSteps(
        plan.checklist.some((item) => item.checked && isFor(item.text, stage)),
        stage,
      ),
    ),
  ];
};

function isFor(text: string, stage: ProseStage): boolean {
  return stage.id === null
    ? text.trim().toLowerCase() === stage.label.trim().toLowerCase()
    : text.toLowerCase().startsWith(stage.id.replace(':', ' '));
}

function openSteps(isTicked: boolean, stage: ProseStage) {
  const open = stage.entries.filter((entry) => entry.checked === false && blankKind(entry.text) === null);
  const outermost = Math.min(...open.map((entry) => entry.indent));
  const first = open.find((entry) => entry.indent === outermost);
  return isTicked && first !== undefined
    ? [
        fault(
          'look',
          'steps-open-though-done',
          first.line,
          `${quote(stage.label, 40)} is marked done in the overview, and ${open.length} of its steps are not ticked, from ${quote(first.text, 40)} on. Tick them, or say what was left out.`,
        ),
      ]
    : [];
}
