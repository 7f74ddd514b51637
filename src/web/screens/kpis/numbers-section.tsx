import { useState, type JSX } from 'react';
import type { KpiView } from '#contract/kpi-view.ts';
import { readTyped } from '#domain/report/typed-value.ts';
import { ifEmpty, useFaults } from '../../ui/faults.tsx';
import { useDraft } from '../../ui/use-draft.ts';
import { EntryForm } from './entry-form.tsx';

/** Every number of the check-in with where it comes from; and a form for those that nobody measures. */
export function NumbersSection({ view }: { readonly view: KpiView }): JSX.Element {
  return (
    <section className="sw-section" aria-labelledby="numbers">
      <h2 id="numbers">Numbers</h2>
      <table className="sw-stack">
        <caption>What the check-in is made of</caption>
        <thead>
          <tr>
            <th scope="col">Number</th>
            <th scope="col">Value</th>
            <th scope="col">From</th>
          </tr>
        </thead>
        <tbody>
          {view.figures.map((one) => (
            <tr key={one.name}>
              <th scope="row">{one.label}</th>
              <td>
                {one.said}
                {one.measured === null ? null : <div className="sw-small">Measured: {one.measured}</div>}
              </td>
              <td>
                {one.origin === '' ? 'Nobody has entered it' : one.origin}
                {one.note === null ? null : <div className="sw-small">{one.note}</div>}
                {one.link === null ? null : (
                  <div className="sw-small">
                    <a href={one.link} rel="noreferrer">
                      Open {one.label} at its source
                    </a>
                  </div>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {view.checkIn.state === 'closed' ? (
        <p>This check-in is closed. Open it again to change a number.</p>
      ) : (
        <NumberForm view={view} />
      )}
    </section>
  );
}

function NumberForm({ view }: { readonly view: KpiView }): JSX.Element | null {
  const [name, setName] = useState(view.figures[0]?.name ?? '');
  const [text, setText] = useDraft('number', 'text');
  const [source, setSource] = useDraft('number', 'source');
  const [reason, setReason] = useDraft('number', 'reason');
  const measured = view.figures.find((one) => one.name === name)?.origin.startsWith('measured') === true;
  const faults = useFaults(() => {
    const read = readTyped(text);
    return [
      ...(typeof read === 'string' ? [{ field: 'number-text', says: read }] : []),
      ...ifEmpty('number-source', source, 'Say where the number comes from.'),
      ...(measured
        ? ifEmpty(
            'number-reason',
            reason,
            'A source has measured this number: say why another one is entered.',
          )
        : []),
    ];
  });
  if (view.figures.length === 0) return null;
  return (
    <details className="sw-noprint">
      <summary>Enter or correct a number</summary>
      <EntryForm
        id="number"
        rollout={view.rollout.id}
        checkIn={view.checkIn.id}
        action="Save the number"
        faults={faults}
        entry={() => ({
          do: 'value',
          name,
          text: text.trim(),
          source: source.trim(),
          reason: reason.trim(),
        })}
      >
        <label htmlFor="number-name">
          Number
          <select id="number-name" value={name} onChange={(event) => setName(event.target.value)}>
            {view.figures.map((one) => (
              <option key={one.name} value={one.name}>
                {one.label}
              </option>
            ))}
          </select>
        </label>
        <label htmlFor="number-text">
          Value, such as 2,299, 5.7% or 27 of 472
          <input
            id="number-text"
            value={text}
            {...faults.at('number-text')}
            onChange={(event) => setText(event.target.value)}
          />
        </label>
        <label htmlFor="number-source">
          Where it comes from
          <input
            id="number-source"
            value={source}
            {...faults.at('number-source')}
            onChange={(event) => setSource(event.target.value)}
          />
        </label>
        {measured ? (
          <label htmlFor="number-reason">
            Why not the measured one
            <input
              id="number-reason"
              value={reason}
              {...faults.at('number-reason')}
              onChange={(event) => setReason(event.target.value)}
            />
          </label>
        ) : null}
      </EntryForm>
    </details>
  );
}
