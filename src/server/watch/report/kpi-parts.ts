import type { KpiView } from '#contract/kpi-view.ts';
import type { Plan } from '#domain/plan/plan.ts';
import type { CheckIn } from '#domain/report/check-ins.ts';
import { cleanUpTasks } from '#domain/report/clean-up.ts';
import { sayName, sayOrigin, type Figure } from '#domain/report/figure.ts';
import { checkInLine } from '#domain/report/match-sections.ts';
import { checkInQuestions, launchQuestions, suggestion, type Question } from '#domain/report/post-launch.ts';
import { sayFigure, sayParts } from '#domain/report/result-words.ts';
import { sayInstant } from '#domain/time/zone.ts';
import type { KnownAllotment } from '#domain/verdict/known-allotment.ts';
import { is } from '../loop/run-records.ts';
import { answersFor, observedIn, rollbacksIn, stageEvidence, type Gathered } from './gather.ts';

/** The plan's questions with what was answered; those of this check-in first. */
export function questionsOf(gathered: Gathered, checkIn: CheckIn, summary: string): KpiView['questions'] {
  const { prose } = gathered.rollout;
  const line = checkInLine(prose, checkIn);
  const here = line === null ? usualQuestions : checkInQuestions(prose, line);
  const about = `check-in:${checkIn.id}`;
  return [
    ...here.map((one) => asked(gathered, about, one, null)),
    ...launchQuestions(prose).map((one) => asked(gathered, 'questions', one, suggestion(one.label, summary))),
  ];
}

/** What the template asks, for a plan without a section for its check-ins. */
const usualQuestions: readonly Question[] = [
  { label: 'Any issues with VA handling/processing?', line: 0, kind: 'pick', said: '' },
  { label: 'Any changes necessary?', line: 0, kind: 'pick', said: '' },
  { label: 'If yes, what', line: 0, kind: 'text', said: '' },
];

function asked(
  gathered: Gathered,
  about: string,
  { label, kind, said }: Question,
  first: string | null,
): KpiView['questions'][number] {
  const answer = answersFor(gathered, about).get(label);
  return {
    about,
    label,
    kind,
    answer: answer === undefined ? null : { text: answer.text, by: answer.by, at: answer.at },
    suggestion: answer === undefined ? first : null,
    inPlan: said,
  };
}

/** What an answer can rest on: errors by type, and what people reported, decided and rolled back. */
export function evidenceOf(
  { journal, rollout }: Gathered,
  checkIn: CheckIn,
  figures: ReadonlyMap<string, Figure>,
): KpiView['evidence'] {
  const { zone } = rollout.plan;
  const since = checkIn.window?.from ?? 0;
  const told = observedIn(journal).filter((one) => one.at >= since);
  return {
    errors: [...figures.values()]
      .filter((one) => one.parts.length > 0)
      .map((one) => `${sayName(one.name)}: ${sayParts(one)}`),
    observations: told.map(
      ({ topic, note, ticket, at }) =>
        `${sayInstant(at, zone)}, ${topic}: ${[note, ticket ?? ''].filter((one) => one !== '').join(', ') || 'no words'}`,
    ),
    decisions: journal.filter(is('decision')).map(({ at, choice, by, reason, stage }) => {
      const why = reason === null || reason === '' ? '' : `: ${reason}`;
      return `${sayInstant(at, zone)}, ${stage ?? 'rollout'}, ${choice} by ${by}${why}`;
    }),
    rollbacks: rollbacksIn(journal, journal).map(
      ({ at, reason, resolved }) =>
        `${sayInstant(at, zone)}: ${reason === '' ? 'no reason' : reason}, ${resolved === null ? 'not resolved' : 'resolved'}`,
    ),
  };
}

/** How many people, where a signal or a typed number counts them. */
export function populationsOf(plan: Plan, figures: ReadonlyMap<string, Figure>): KpiView['populations'] {
  const byTraffic = plan.traffic.flatMap(({ toggle, newPath, oldPath, eligible, unit }) =>
    unit === 'actors'
      ? [
          { name: newPath, label: `On the new path (${toggle})` },
          { name: oldPath, label: `On the old path (${toggle})` },
          ...(eligible === null ? [] : [{ name: eligible, label: 'Eligible' }]),
        ]
      : [],
  );
  const unique = plan.signals
    .filter((one) => one.kind === 'unique' && byTraffic.every(({ name }) => name !== one.id))
    .map(({ id }) => ({ name: id, label: sayName(id) }));
  return [...byTraffic, ...unique].flatMap(({ name, label }) => {
    const found = figures.get(name);
    return found === undefined ? [] : [{ label, said: sayFigure(found), origin: sayOrigin(found) }];
  });
}

/** What is left to do, with what people have ticked off. */
export function cleanUpOf(
  gathered: Gathered,
  toggles: ReadonlyMap<string, KnownAllotment>,
): KpiView['cleanUp'] {
  const { plan } = gathered.rollout;
  const states = plan.toggles.flatMap(({ key }) => {
    const known = toggles.get(key);
    return known === undefined ? [] : [{ toggle: key, known, seen: lastSeen(gathered, key) }];
  });
  const ticks = gathered.entries.flatMap((one) => (one.kind === 'task' ? [one] : []));
  return cleanUpTasks(plan, states, stageEvidence(gathered)).map((task) => {
    const last = ticks.findLast((one) => one.task === task.id);
    return { ...task, ticked: last?.done === true ? { by: last.by, at: last.at } : null };
  });
}

/** When Flipper last told of a change of a toggle, its first sight included. */
function lastSeen({ journal }: Gathered, toggle: string): number | null {
  return journal.filter(is('allotment')).findLast((one) => one.toggle === toggle)?.at ?? null;
}
