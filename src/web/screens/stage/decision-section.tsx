import { useEffect, useRef, useState, type JSX } from 'react';
import { useLocation } from 'react-router';
import type { StageView } from '#contract/rollout.ts';
import type { Choice } from '#domain/verdict/goes-against.ts';
import { DecisionForm } from './decision-form.tsx';
import { choices } from './decision-model.ts';

/** Where a person decides. The form opens with the verdict as it stands, frozen: what is decided on is what is recorded. */
export function DecisionSection({ view }: { readonly view: StageView }): JSX.Element | null {
  const [opened, setOpened] = useState<Opened | null>(null);
  const part = useRef<HTMLElement>(null);
  const place = useLocation();
  const { key } = place;
  const asked = choiceIn(place.hash);
  // A link of the verdict opens the form with its choice made; pressed again, with the verdict as it stands then.
  const [seen, setSeen] = useState<string | null>(null);
  if (asked !== null && seen !== key) {
    setSeen(key);
    setOpened({ key, choice: asked, frozen: view.verdict });
  }
  useEffect(() => {
    if (choiceIn(place.hash) === null) return;
    part.current?.querySelector('input')?.focus();
    part.current?.scrollIntoView({ block: 'start' });
  }, [place]);
  if (view.run === null || view.run.end !== null) return null;
  return (
    <section className="sw-section sw-noprint" aria-labelledby="decide" ref={part}>
      <h2 id="decide">Decide</h2>
      {opened === null ? (
        <button
          type="button"
          onClick={() => setOpened({ key: 'pressed', choice: 'hold', frozen: view.verdict })}
        >
          Decide about this stage
        </button>
      ) : (
        <DecisionForm
          key={opened.key}
          view={view}
          frozen={opened.frozen}
          choice={opened.choice}
          onClose={() => setOpened(null)}
        />
      )}
    </section>
  );
}

/** The form as it was opened: the verdict frozen then. */
interface Opened {
  readonly key: string;
  readonly choice: Choice;
  readonly frozen: StageView['verdict'];
}

/** "#decide=extend": the choice a link asks for; `null` for none. */
function choiceIn(hash: string): Choice | null {
  return choices.find(([choice]) => hash === `#decide=${choice}`)?.[0] ?? null;
}
