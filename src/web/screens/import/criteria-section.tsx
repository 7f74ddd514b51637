import { useState, type JSX } from 'react';
import { FaultSummary, useFaults } from '../../ui/faults.tsx';
import { thenFocus } from '../../ui/then-focus.ts';
import type { BlockEdit } from '#domain/plan/edit/edit-block.ts';
import { AgainstFields } from './against-fields.tsx';
import { SignalChoice } from './signal-choice.tsx';
import {
  bindCriterion,
  bindings,
  isComparable,
  isUnbound,
  likelyBinding,
  type BindDraft,
  type ReadCriterion,
  type ReadPlan,
} from './import-model.ts';
import { notWritten } from './not-written.ts';

interface Parts {
  readonly plan: ReadPlan;
  readonly onGo: (line: number) => void;
  readonly onEdit: (edit: BlockEdit) => Promise<boolean>;
}

/** What must hold, as the text says it, and what measures it. */
export function CriteriaSection({ plan, onGo, onEdit }: Parts): JSX.Element {
  return (
    <section className="sw-section" aria-labelledby="criteria">
      <h2 id="criteria" tabIndex={-1}>
        Criteria ({Math.max(plan.criteria.length, plan.bound.length)})
      </h2>
      {plan.criteria.length === 0 ? <p>The text names none.</p> : null}
      <ul className="sw-list">
        {plan.criteria.map((criterion) => (
          <li key={`${criterion.line} ${criterion.text}`} className="sw-step">
            <p>
              <strong>{criterion.text}</strong>{' '}
              <button type="button" className="sw-link" onClick={() => onGo(criterion.line)}>
                Line {criterion.line}
              </button>
            </p>
            <p className="sw-small">{sayCriterion(criterion, plan)}</p>
            {criterion.boundBy.length === 0 ? (
              <BindForm criterion={criterion} plan={plan} onEdit={onEdit} />
            ) : null}
          </li>
        ))}
      </ul>
      <Bound plan={plan} onGo={onGo} />
    </section>
  );
}

function sayCriterion(criterion: ReadCriterion, plan: ReadPlan): string {
  const calls = criterion.from === 'rollback' ? 'calls for a roll back' : 'calls for a hold';
  const limit = criterion.limit === null ? 'no number in the text' : `limit in the text: ${criterion.limit}`;
  const names = plan.bound.filter((one) => criterion.boundBy.includes(one.id)).map((one) => one.label);
  const bound = names.length === 0 ? 'nothing measures it yet' : `measured by ${names.join(', ')}`;
  return `${limit} · ${calls} · ${bound}`;
}

function Bound({
  plan,
  onGo,
}: {
  readonly plan: ReadPlan;
  readonly onGo: Parts['onGo'];
}): JSX.Element | null {
  if (plan.bound.length === 0) return null;
  return (
    <details>
      <summary>What the block judges ({plan.bound.length})</summary>
      <ul className="sw-list">
        {plan.bound.map((one) => (
          <li key={one.id} className="sw-step sw-small">
            <strong>{one.label}</strong>:{' '}
            {one.watch ? 'watched only' : `${one.limit ?? 'no limit of its own'}, calls for ${one.breach}`}
            {one.signals.length === 0 ? ' · answered by people' : ` · ${one.signals.join(', ')}`}{' '}
            <button type="button" className="sw-link" onClick={() => onGo(one.line)}>
              Line {one.line}
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}

function BindForm(props: {
  readonly criterion: ReadCriterion;
  readonly plan: ReadPlan;
  readonly onEdit: Parts['onEdit'];
}): JSX.Element {
  const { criterion, plan } = props;
  const [draft, setDraft] = useState<BindDraft>({
    kind: likelyBinding(criterion),
    signals: [],
    limit: criterion.written ?? '',
    breach: criterion.from === 'rollback' ? 'roll back' : 'hold',
    watch: false,
    // "Constant" says nothing until somebody says compared with what.
    against: criterion.isRelative ? { baseline: 'previous stage', tolerance: '1.25', control: [] } : null,
  });
  const id = `bind-${criterion.line}`;
  const entry = (): ReturnType<typeof bindCriterion> =>
    bindCriterion(
      criterion,
      draft,
      plan.bound.map((one) => one.id),
    );
  const faults = useFaults(() => {
    const bound = entry();
    return isUnbound(bound) ? [{ field: `${id}-${bound.part}`, says: bound.says }] : [];
  });
  const binding = bindings.find((one) => one.kind === draft.kind) ?? bindings[0];
  const choose = (index: number, signal: string): void => {
    const signals = [draft.signals[0] ?? '', draft.signals[1] ?? ''];
    signals[index] = signal;
    setDraft({ ...draft, signals });
  };
  return (
    <details>
      <summary>Bind it</summary>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const bound = entry();
          if (faults.look() && !isUnbound(bound))
            void thenFocus('criteria', props.onEdit({ kind: 'criterion', criterion: bound }));
        }}
      >
        <FaultSummary faults={faults} title={notWritten} />
        <div className="sw-form">
          <label htmlFor={`${id}-kind`}>
            Measured as
            <select
              id={`${id}-kind`}
              value={draft.kind}
              {...faults.at(`${id}-kind`)}
              onChange={(event) => {
                const chosen = bindings.find((one) => one.kind === event.target.value);
                if (chosen !== undefined) setDraft({ ...draft, kind: chosen.kind });
              }}
            >
              {bindings.map((one) => (
                <option key={one.kind} value={one.kind}>
                  {one.label}
                </option>
              ))}
            </select>
          </label>
          {Array.from({ length: binding.signals }, (_, i) => (
            <SignalChoice
              key={`${draft.kind}-${i === 0 ? 'first' : 'second'}`}
              id={`${id}-signal-${i}`}
              label={labelOf(binding.signals, i)}
              plan={plan}
              value={draft.signals[i] ?? ''}
              faults={faults}
              onChange={(signal) => choose(i, signal)}
            />
          ))}
          {isComparable(draft.kind) ? (
            <AgainstFields
              id={id}
              plan={plan}
              isShare={draft.kind === 'ratio'}
              against={draft.against}
              faults={faults}
              onChange={(against) => setDraft({ ...draft, against })}
            />
          ) : null}
          {binding.hint === null || (draft.against !== null && isComparable(draft.kind)) ? null : (
            <label htmlFor={`${id}-limit`}>
              Limit, {binding.hint}
              <input
                id={`${id}-limit`}
                value={draft.limit}
                {...faults.at(`${id}-limit`)}
                onChange={(event) => setDraft({ ...draft, limit: event.target.value })}
              />
            </label>
          )}
          <label htmlFor={`${id}-breach`}>
            Over it
            <select
              id={`${id}-breach`}
              value={draft.watch ? 'watch' : draft.breach}
              onChange={(event) => setDraft({ ...draft, ...breachOf(event.target.value) })}
            >
              <option value="hold">Hold</option>
              <option value="roll back">Roll back</option>
              <option value="watch">Watch only, no verdict</option>
            </select>
          </label>
          <button type="submit">Bind</button>
        </div>
      </form>
    </details>
  );
}

function breachOf(value: string): Pick<BindDraft, 'breach' | 'watch'> {
  return { breach: value === 'roll back' ? 'roll back' : 'hold', watch: value === 'watch' };
}

function labelOf(signals: number, index: number): string {
  if (signals === 1) return 'Signal';
  return index === 0 ? 'What failed' : 'All there was';
}
