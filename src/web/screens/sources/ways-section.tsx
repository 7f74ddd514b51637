import type { JSX } from 'react';
import type { AllotmentWay } from '#contract/sources.ts';
import { TimeText } from '../../ui/time-text.tsx';
import { sourceZone } from './source-table.tsx';
import { sayAge, sayWay } from './sources-model.ts';

/** How the allotment of toggles is known, in the order of trust, each with its age. */
export function WaysSection(props: {
  readonly ways: readonly AllotmentWay[];
  readonly now: number;
}): JSX.Element {
  return (
    <section className="sw-section" aria-labelledby="ways">
      <h2 id="ways">Where the allotment comes from</h2>
      <p>The first that can tell is used. An export counts until something newer is entered by hand.</p>
      <table className="sw-stack">
        <caption>Ways to learn the allotment</caption>
        <thead>
          <tr>
            <th scope="col">Way</th>
            <th scope="col">Age</th>
            <th scope="col">Newest answer</th>
            <th scope="col">Last error</th>
          </tr>
        </thead>
        <tbody>
          {props.ways.map((way) => (
            <tr key={way.way}>
              <th scope="row">{sayWay(way)}</th>
              <td>{sayAge(way, props.now)}</td>
              <td>
                <span className="sw-narrow sw-quiet">Newest answer: </span>
                {way.at === null ? 'None' : <TimeText at={way.at} now={props.now} zone={sourceZone} />}
              </td>
              <td>
                <span className="sw-narrow sw-quiet">Last error: </span>
                {way.lastError === null ? 'None' : way.lastError.message}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
