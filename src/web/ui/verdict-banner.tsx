import type { JSX, ReactNode } from 'react';
import type { Verdict } from '#domain/verdict/verdict.ts';
import { Prose } from './prose.tsx';
import { Shape } from './shape.tsx';
import { verdictLook } from './state-look.ts';

/** The verdict: word, reason, evidence, next step, and what else is wrong. */
export function VerdictBanner({
  verdict,
  left = null,
  beside,
  children,
}: {
  readonly verdict: Verdict;
  /** The time left, where there is any; a tag of the verdict says that it is over. */
  readonly left?: string | null;
  /** More tags beside the word. */
  readonly beside?: ReactNode;
  readonly children?: ReactNode;
}): JSX.Element {
  const look = verdictLook[verdict.state];
  return (
    <section className={`sw-banner sw-tone-${look.tone}`} aria-label="Verdict">
      <p className="sw-word">
        <Shape name={look.shape} />
        <span>{verdict.word}</span>
        {verdict.tags.map((tag) => (
          <span key={tag} className="sw-tag">
            {tag}
          </span>
        ))}
        {beside}
        {left === null ? null : <span className="sw-left">{left}</span>}
      </p>
      <p className="sw-reason">
        <Prose text={verdict.reason} />
      </p>
      <p>
        <Prose text={verdict.evidence} />
      </p>
      <p>
        <strong>Next: </strong>
        <Prose text={verdict.next} />
      </p>
      <Also verdict={verdict} />
      {children}
    </section>
  );
}

/** Lesser things that are wrong; the first three in full, the rest counted. */
function Also({ verdict }: { readonly verdict: Verdict }): JSX.Element | null {
  if (verdict.also.length === 0) return null;
  const shown = verdict.also.slice(0, 3);
  const more = verdict.also.length - shown.length;
  return (
    <div>
      <p>
        <strong>Also:</strong>
      </p>
      <ul>
        {shown.map((cause) => (
          <li key={`${cause.state} ${cause.about ?? ''} ${cause.reason}`}>
            <Prose text={cause.reason} />
          </li>
        ))}
        {more > 0 ? <li>and {more} more</li> : null}
      </ul>
    </div>
  );
}

/** Before anything is known: a word, never a colour. */
export function Checking({ what }: { readonly what: string }): JSX.Element {
  return (
    <section className="sw-banner sw-tone-off" aria-label="Verdict" aria-busy="true">
      <p className="sw-word">
        <Shape name="circle" />
        Checking...
      </p>
      <p>{what}</p>
    </section>
  );
}
