import { useState, type JSX } from 'react';
import type { BlockEdit } from '#domain/plan/edit/edit-block.ts';
import { parseDuration } from '#domain/time/duration.ts';
import { parseLocalTime, sayInstant } from '#domain/time/zone.ts';
import { FaultSummary, useFaults, type Fault } from '../../ui/faults.tsx';
import { thenFocus } from '../../ui/then-focus.ts';
import { TimeField } from '../../ui/time-field.tsx';
import type { ReadPlan } from './import-model.ts';
import { notWritten } from './not-written.ts';

type ReadStage = ReadPlan['stages'][number];

interface Parts {
  readonly plan: ReadPlan;
  readonly onGo: (line: number) => void;
  readonly onEdit: (edit: BlockEdit) => Promise<boolean>;
}

/** The ramp as it was understood. What the text leaves blank can be filled in here: it goes into the block. */
export function StagesSection({ plan, onGo, onEdit }: Parts): JSX.Element {
  return (
    <section className="sw-section" aria-labelledby="stages">
      <h2 id="stages" tabIndex={-1}>
        Stages ({plan.stages.length})
      </h2>
      {plan.stages.length === 0 ? <p>None found. Give each step a heading with its percentage.</p> : null}
      <ol className="sw-list">
        {plan.stages.map((stage) => (
          <li key={stage.id} className="sw-step">
            <p>
              <strong>{stage.label}</strong> <span className="sw-quiet sw-small">{stage.id}</span>{' '}
              <button type="button" className="sw-link" onClick={() => onGo(stage.proseLine ?? stage.line)}>
                Line {stage.proseLine ?? stage.line}
              </button>
            </p>
            <p className="sw-small">{sayStage(stage, plan.zone)}</p>
            {isBlank(stage) ? <FillStage stage={stage} onEdit={onEdit} /> : null}
            <ScheduleStage stage={stage} zone={plan.zone} onEdit={onEdit} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function isBlank(stage: ReadStage): boolean {
  return !stage.off && ((stage.percent === null && stage.users === null) || stage.length === null);
}

function sayStage(stage: ReadStage, zone: string): string {
  const starts = stage.startsAt === null ? null : `starts ${sayInstant(stage.startsAt, zone)}`;
  if (stage.off) return ['Off on purpose', starts].filter((one) => one !== null).join(' · ');
  const who = [
    stage.percent === null ? null : `${stage.percent}%`,
    stage.users === null ? null : `${stage.users} people`,
  ].filter((one) => one !== null);
  const dates = [stage.start, stage.end].filter((one) => one !== null).join(' to ');
  return [
    stage.phase,
    who.length === 0 ? 'who gets it: blank' : who.join(', '),
    stage.length ?? 'length: blank',
    dates === '' ? null : dates,
    starts,
  ]
    .filter((one) => one !== null)
    .join(' · ');
}

/** When a stage is to start: written in the plan's zone, shown in UTC too. It goes into the block. */
function ScheduleStage(props: {
  readonly stage: ReadStage;
  readonly zone: string;
  readonly onEdit: Parts['onEdit'];
}): JSX.Element {
  const { stage, zone } = props;
  const [start, setStart] = useState('');
  const id = `schedule-${stage.id}`;
  const faults = useFaults(() =>
    parseLocalTime(start, zone) === undefined
      ? [{ field: id, says: 'Say on which day and at what time.' }]
      : [],
  );
  return (
    <details>
      <summary>
        {stage.startsAt === null ? 'Schedule' : 'Move'} {stage.label}
      </summary>
      <FaultSummary faults={faults} title={notWritten} />
      <form
        className="sw-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!faults.look()) return;
          const at = start.replace('T', ' ');
          void thenFocus('stages', props.onEdit({ kind: 'stage', stage: { id: stage.id, start: at } }));
        }}
      >
        <TimeField
          id={id}
          label="Starts"
          zone={zone}
          value={start}
          says={faults.at(id, `${id}-utc`)}
          onChange={setStart}
        />
        <button type="submit">Write the start into the block</button>
      </form>
    </details>
  );
}

function FillStage({
  stage,
  onEdit,
}: {
  readonly stage: ReadStage;
  readonly onEdit: Parts['onEdit'];
}): JSX.Element {
  const [percent, setPercent] = useState('');
  const [length, setLength] = useState('');
  const id = `fill-${stage.id}`;
  const asksWho = stage.percent === null && stage.users === null;
  const faults = useFaults(() => faultsOf(percent, length, id, asksWho));
  return (
    <details>
      <summary>Fill in what is blank in {stage.label}</summary>
      <FaultSummary faults={faults} title={notWritten} />
      <form
        className="sw-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!faults.look()) return;
          const values = readBlanks(percent, length);
          void thenFocus('stages', onEdit({ kind: 'stage', stage: { id: stage.id, ...values } }));
        }}
      >
        {asksWho ? (
          <label htmlFor={`${id}-percent`}>
            Percent of actors
            <input
              id={`${id}-percent`}
              inputMode="decimal"
              value={percent}
              {...faults.at(`${id}-percent`)}
              onChange={(event) => setPercent(event.target.value)}
            />
          </label>
        ) : null}
        {stage.length === null ? (
          <label htmlFor={`${id}-length`}>
            Length, such as 2h or 3d
            <input
              id={`${id}-length`}
              value={length}
              {...faults.at(`${id}-length`)}
              onChange={(event) => setLength(event.target.value)}
            />
          </label>
        ) : null}
        <button type="submit">Write it into the block</button>
      </form>
    </details>
  );
}

/** A percentage as typed, without its sign. */
function bare(percent: string): string {
  return percent.trim().replace(/%$/, '').trim();
}

function faultsOf(percent: string, length: string, id: string, asksWho: boolean): readonly Fault[] {
  const [wanted, lasts] = [bare(percent), length.trim()];
  const number = Number(wanted);
  if (wanted === '' && lasts === '')
    return [{ field: asksWho ? `${id}-percent` : `${id}-length`, says: 'Fill in what is known.' }];
  return [
    ...(wanted === '' || (Number.isFinite(number) && number >= 0 && number <= 100)
      ? []
      : [
          {
            field: `${id}-percent`,
            says: `"${percent}" is not a percentage. Write a number from 0 to 100.`,
          },
        ]),
    ...(lasts === '' || parseDuration(lasts) !== undefined
      ? []
      : [
          {
            field: `${id}-length`,
            says: `"${length}" is not a length of time. Write it as 10m, 2h, 3d or 1 week.`,
          },
        ]),
  ];
}

/** What has been filled in, once nothing is wrong with it. */
function readBlanks(percent: string, length: string): { percent?: number; length?: string } {
  const [wanted, lasts] = [bare(percent), length.trim()];
  return {
    ...(wanted === '' ? {} : { percent: Number(wanted) }),
    ...(lasts === '' ? {} : { length: lasts }),
  };
}
