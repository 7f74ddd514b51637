import type { JSX } from 'react';
import type { KpiView } from '#contract/kpi-view.ts';
import { Tag } from '../../ui/tag.tsx';
import type { Look } from '../../ui/state-look.ts';

type Result = KpiView['identities'][number]['result'];

const looks: Readonly<Record<Result, { readonly word: string; readonly look: Look }>> = {
  true: { word: 'Adds up', look: { shape: 'check', tone: 'met' } },
  'not true': { word: 'Does not add up', look: { shape: 'square', tone: 'hold' } },
  'cannot say': { word: 'Can’t say', look: { shape: 'diamond', tone: 'blind' } },
};

/** Do the numbers add up? */
export function AddsUpSection({ view }: { readonly view: KpiView }): JSX.Element {
  return (
    <section className="sw-section" aria-labelledby="adds-up">
      <h2 id="adds-up">Do the numbers add up?</h2>
      {view.identities.length === 0 ? (
        <p>
          The plan states nothing that its numbers could be held against. Add <code>identities</code> to its
          block, such as <code>failures + successes = attempts</code>.
        </p>
      ) : (
        <table className="sw-stack">
          <caption>What must hold, and whether it does</caption>
          <thead>
            <tr>
              <th scope="col">Check</th>
              <th scope="col">Result</th>
            </tr>
          </thead>
          <tbody>
            {view.identities.map((one) => (
              <tr key={one.text}>
                <th scope="row">{one.text}</th>
                <td>
                  <Tag look={looks[one.result].look} word={looks[one.result].word} />
                  <p>{one.said}</p>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
