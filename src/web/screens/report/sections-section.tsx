import type { JSX } from 'react';
import type { ReportView } from '#contract/report-view.ts';
import { CopyButton } from '../../ui/copy-button.tsx';

/** Every section the evidence speaks to, with its stamp and a link to the evidence, whole: it is printed too. */
export function SectionsSection({ view }: { readonly view: ReportView }): JSX.Element {
  return (
    <section className="sw-section" aria-labelledby="sections">
      <h2 id="sections">Section by section</h2>
      {view.sections.length === 0 ? (
        <p>
          There is nothing to write yet. Where the plan has no Results of its own, they can be added with the
          box above.
        </p>
      ) : (
        view.sections.map((section) => (
          <div key={section.subject} className="sw-section">
            <h3>{section.label}</h3>
            <table className="sw-stack">
              <caption>Results of {section.label}</caption>
              <thead>
                <tr>
                  <th scope="col">Label</th>
                  <th scope="col">Value</th>
                </tr>
              </thead>
              <tbody>
                {section.values.map((one) => (
                  <tr key={one.label}>
                    <th scope="row">{one.label}</th>
                    <td>{one.value}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            <p className="sw-small sw-stamp">
              {section.stamp}{' '}
              <a href={new URL(section.link, window.location.href).href}>
                See the evidence of {section.label}
              </a>
            </p>
            <CopyButton text={() => section.markdown} what={section.label} />
          </div>
        ))
      )}
    </section>
  );
}
