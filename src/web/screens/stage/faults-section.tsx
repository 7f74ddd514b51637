import type { JSX } from 'react';
import type { CriterionView, StageView } from '#contract/rollout.ts';
import { readingLook } from '../../ui/state-look.ts';
import { readingTags } from '#domain/verdict/reading.ts';
import { sayReadingCounts, sayReadingValue } from '../../ui/reading-words.ts';
import { Tag } from '../../ui/tag.tsx';

type Fault = NonNullable<CriterionView['fault']>;

/** What each kind of failure asks of whoever watches. */
const kinds: readonly (readonly [Fault, string, string])[] = [
  ['ours', 'Ours', 'This rollout can mend them.'],
  ['downstream', 'Downstream', 'Another service fails. Turning the toggle off may not help.'],
  ['help desk', 'Needs the help desk', 'People must call: each one costs them a call.'],
  ['retry', 'A retry fixes it', 'People get through on another try.'],
];

/** Failures apart, by whose they are and what they ask of people, where the plan says so. */
export function FaultsSection({ view }: { readonly view: StageView }): JSX.Element | null {
  const rows = kinds.flatMap(([fault, name, meaning]) =>
    view.criteria
      .filter((one) => one.fault === fault)
      .flatMap((one) => {
        const reading = view.verdict.readings.find(({ criterion }) => criterion === one.id);
        return reading === undefined ? [] : [{ name, meaning, reading }];
      }),
  );
  if (rows.length === 0) return null;
  return (
    <section className="sw-section" aria-labelledby="faults">
      <h2 id="faults">Failures apart</h2>
      <table className="sw-stack">
        <caption>Whose failures they are, and what they ask of people</caption>
        <thead>
          <tr>
            <th scope="col">Kind</th>
            <th scope="col">Criterion</th>
            <th scope="col">So far</th>
            <th scope="col">Result</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, meaning, reading }) => (
            <tr key={reading.criterion}>
              <th scope="row">
                {name}
                <div className="sw-quiet">{meaning}</div>
              </th>
              <td>{reading.label}</td>
              <td>
                {sayReadingValue(reading)}
                <div className="sw-quiet">{sayReadingCounts(reading) ?? 'Not counted'}</div>
              </td>
              <td>
                <Tag look={readingLook[reading.state]} word={readingTags[reading.state]} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
