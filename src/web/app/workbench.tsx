import type { JSX } from 'react';
import { useTitle } from '../ui/announce.ts';

/** Links to pages of the demo that belong together. */
export interface BenchGroup {
  readonly title: string;
  readonly links: readonly { readonly name: string; readonly to: string; readonly note: string }[];
}

/** Every state the pages can be in, one link each. Demo only: a link loads the page anew, in its scenario. */
export function Workbench({ groups }: { readonly groups: readonly BenchGroup[] }): JSX.Element {
  useTitle('Workbench - Stagewatch');
  return (
    <>
      <h1>Workbench</h1>
      <p>Every state, on example data, judged by the real judge.</p>
      {groups.map(({ title, links }) => (
        <section key={title} className="sw-section" aria-label={title}>
          <h2>{title}</h2>
          <ul>
            {links.map(({ name, to, note }) => (
              <li key={name}>
                <a href={to}>{name}</a> <span className="sw-quiet">{note}</span>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </>
  );
}
