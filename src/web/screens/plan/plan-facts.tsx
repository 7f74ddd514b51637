import type { JSX } from 'react';
import { numbered } from '../../ui/numbered.ts';
import type { Understood } from '#domain/plan/understood.ts';

type ReadPlan = Extract<Understood, { readonly ok: true }>;

/** Limits, stages, toggles and people as they were read, each with its line. */
export function PlanFacts({ plan }: { readonly plan: ReadPlan }): JSX.Element {
  return (
    <>
      <section className="sw-section" aria-labelledby="limits">
        <h2 id="limits">Criteria and limits</h2>
        <table className="sw-stack">
          <caption>Criteria with their limits</caption>
          <thead>
            <tr>
              <th scope="col">Criterion</th>
              <th scope="col">Limit</th>
              <th scope="col">Over it</th>
              <th scope="col">Line</th>
            </tr>
          </thead>
          <tbody>
            {plan.bound.map((one) => (
              <tr key={one.id}>
                <th scope="row">{one.label}</th>
                <td data-label="Limit">{one.limit ?? 'None of its own'}</td>
                <td data-label="Over it">{one.watch ? 'Watched only' : one.breach}</td>
                <td>
                  <span className="sw-narrow">Line </span>
                  {one.line}
                </td>
              </tr>
            ))}
            {unbound(plan).map((one) => (
              <tr key={`text ${one.line} ${one.text}`}>
                <th scope="row">{one.text}</th>
                <td>{one.limit ?? 'None in the text'}</td>
                <td>Nothing measures it</td>
                <td>
                  <span className="sw-narrow">Line </span>
                  {one.line}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {plan.bound.length + plan.criteria.length === 0 ? <p>The plan names none.</p> : null}
      </section>
      <section className="sw-section" aria-labelledby="stages">
        <h2 id="stages">Stages</h2>
        <table className="sw-stack">
          <caption>Stages with who gets them</caption>
          <thead>
            <tr>
              <th scope="col">Stage</th>
              <th scope="col">Who gets it</th>
              <th scope="col">Length</th>
              <th scope="col">Line</th>
            </tr>
          </thead>
          <tbody>
            {plan.stages.map((stage) => (
              <tr key={stage.id}>
                <th scope="row">{stage.label}</th>
                <td>{sayWho(stage)}</td>
                <td data-label="Length">{stage.length ?? 'Not stated'}</td>
                <td>
                  <span className="sw-narrow">Line </span>
                  {stage.proseLine ?? stage.line}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <section className="sw-section" aria-labelledby="people">
        <h2 id="people">Toggles and people</h2>
        <p>
          {plan.toggles.length === 0
            ? 'No toggle is named.'
            : `Toggles: ${plan.toggles.map((one) => one.key).join(', ')}`}
        </p>
        {plan.contacts.length === 0 ? <p>Nobody is named to call.</p> : null}
        <ul>
          {numbered(plan.contacts).map(({ one, key }) => (
            <li key={key}>
              {one.role}, for {one.for}
              {one.hours === 'always' ? '' : `, ${one.hours} hours`}
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

function unbound(plan: ReadPlan): ReadPlan['criteria'] {
  return plan.criteria.filter((one) => one.boundBy.length === 0);
}

function sayWho(stage: ReadPlan['stages'][number]): string {
  if (stage.off) return 'Off on purpose';
  if (stage.percent !== null) return `${stage.percent}%`;
  return stage.users === null ? 'Not stated' : `${stage.users} people`;
}
