import type { JSX } from 'react';
import type { Finding } from '#domain/plan/plan.ts';
import type { Understood } from '#domain/plan/understood.ts';

type Links = Extract<Understood, { readonly ok: true }>['links'];

/** The plan's links, each with what was found wrong with it: staging, another form, a list, a fixed window. */
export function LinkList(props: {
  readonly links: Links;
  readonly findings: readonly Finding[];
  readonly onGo: (line: number) => void;
}): JSX.Element {
  return (
    <ul className="sw-list">
      {props.links.map((link) => {
        const wrong = props.findings.filter((one) => one.line === link.line && one.code.startsWith('link-'));
        return (
          <li key={`${link.line} ${link.url}`} className="sw-step sw-small">
            {link.kind}: <Address label={link.label} url={link.url} />{' '}
            <button type="button" className="sw-link" onClick={() => props.onGo(link.line)}>
              Line {link.line}
            </button>
            {wrong.map((one) => (
              <p key={one.code}>
                <strong>{one.severity === 'note' ? 'Note' : 'Check this link'}:</strong> {one.message}
              </p>
            ))}
            {wrong.length === 0 && watched.has(link.kind) ? (
              <p className="sw-quiet">
                Nothing wrong in its address. Open it: does it show production, and this feature?
              </p>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}

const watched: ReadonlySet<string> = new Set(['datadog', 'sentry', 'grafana', 'google-analytics']);

/** A plan may hold any text: only web addresses become links. */
function Address({ label, url }: { readonly label: string; readonly url: string }): JSX.Element {
  if (!/^https?:\/\//i.test(url)) return <>{label}</>;
  return (
    <a href={url} target="_blank" rel="noreferrer">
      {label} (opens in a new tab)
    </a>
  );
}
