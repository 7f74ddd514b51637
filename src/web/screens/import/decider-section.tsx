import type { JSX } from 'react';
import { sayCount } from '#domain/verdict/say-value.ts';
import type { ReadPlan } from './import-model.ts';

/** Which stage is the first that can show anything at the traffic the team expects. */
export function DeciderSection(props: {
  readonly plan: ReadPlan;
  readonly perDay: string;
  readonly onPerDay: (text: string) => void;
}): JSX.Element {
  const { plan, perDay } = props;
  const limited = plan.expected.some((one) => one.needed !== null);
  const label = (id: string): string => plan.stages.find((one) => one.id === id)?.label ?? id;
  const isNumber = /^\d+$/.test(perDay.trim());
  return (
    <section className="sw-section" aria-labelledby="decider">
      <h2 id="decider">Which stage can decide first?</h2>
      <div className="sw-form">
        <label htmlFor="per-day">
          Attempts a day with the feature on for everyone
          <input
            id="per-day"
            inputMode="numeric"
            value={perDay}
            onChange={(event) => props.onPerDay(event.target.value)}
          />
        </label>
      </div>
      {limited ? null : <p>No share has a limit yet, so no number of attempts would show anything.</p>}
      {limited && isNumber ? (
        <>
          <p>
            <strong>
              {plan.firstDecider === null
                ? 'No stage sees enough to show its limits are kept.'
                : `${label(plan.firstDecider)} is the first that can show its limits are kept.`}
            </strong>
          </p>
          <table className="sw-stack">
            <caption>Attempts expected, and needed without a single failure</caption>
            <thead>
              <tr>
                <th scope="col">Stage</th>
                <th scope="col">Expected</th>
                <th scope="col">Needed</th>
              </tr>
            </thead>
            <tbody>
              {plan.expected.map((one) => (
                <tr key={one.stage}>
                  <th scope="row">{label(one.stage)}</th>
                  <td>
                    <span className="sw-narrow">Expected: </span>
                    {one.attempts === null ? 'Not known' : sayCount(one.attempts)}
                  </td>
                  <td>
                    <span className="sw-narrow">Needed: </span>
                    {one.needed === null ? 'No limit on a share' : sayCount(one.needed)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      ) : null}
    </section>
  );
}
