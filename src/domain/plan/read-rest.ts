import { parseDuration } from '../time/duration.ts';
import { day } from '../time/time.ts';
import type { Block } from './block-schema.ts';
import type { LineOf } from './parse-block.ts';
import type { Plan, Stage } from './plan.ts';
import type { ProsePlan } from './prose/prose-plan.ts';
import { readKpi } from './read-criterion.ts';
import { stageNamed, stepNamed } from './name-step.ts';

type Rest = Pick<
  Plan,
  'gates' | 'contacts' | 'notUndone' | 'results' | 'kpis' | 'checkIns' | 'identities' | 'example'
>;

/** What the block says besides stages, signals and criteria. Stages it names by a short or a whole name get their id. */
export function readRest(block: Block, prose: ProsePlan, stages: readonly Stage[], lineOf: LineOf): Rest {
  const { example } = block;
  return {
    gates: (block.gates ?? []).map((gate) => ({
      text: gate.text,
      before: gate.before === undefined ? null : (stepNamed(gate.before, stages) ?? gate.before),
    })),
    contacts: readContacts(block, prose),
    notUndone: block['not-undone'] ?? [],
    results: block.results ?? {},
    kpis: (block.kpis ?? []).map((entry, i) => readKpi(entry, lineOf(['kpis', i]))),
    checkIns: (block.checkins ?? []).map((entry) => ({
      id: entry.id,
      after: parseDuration(entry.after) ?? 7 * day,
      from: entry.from === undefined ? null : (stageNamed(entry.from, stages) ?? entry.from),
    })),
    identities: block.identities ?? [],
    example:
      example === undefined
        ? null
        : {
            stage: example.stage,
            ago: parseDuration(example.started) ?? 0,
            allotment: example.allotment ?? null,
          },
  };
}

/** The block's contacts; without any, the roles and hours of the prose. Names and numbers stay in the plan's text. */
function readContacts(block: Block, prose: ProsePlan): Plan['contacts'] {
  if (block.contacts === undefined)
    return prose.contacts.map(({ for: what, hours, role, via }) => ({
      for: what,
      hours,
      role,
      via,
      ref: null,
    }));
  return block.contacts.map((contact) => ({
    for: contact.for,
    hours: contact.hours ?? 'always',
    role: contact.role,
    via: contact.via ?? null,
    ref: contact.ref ?? null,
  }));
}
