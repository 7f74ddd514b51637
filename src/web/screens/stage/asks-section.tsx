import { Suspense, useState, type JSX } from 'react';
import type { StageView } from '#contract/rollout.ts';
import { later } from '../../ui/later.tsx';
import { sayUnread } from '../../ui/left-out.ts';
import { Prose } from '../../ui/prose.tsx';
import { AnswerForm } from './answer-form.tsx';
import { ReportsSoFar } from './reports-so-far.tsx';
import { useAskedFor } from './use-asked-for.ts';

const ReportForm = later(async () => (await import('./opened-forms.ts')).ReportForm);

/** The plan's questions about a stage that runs, and anything else that somebody saw: testing goes before any run. */
export function AsksSection({ view }: { readonly view: StageView }): JSX.Element | null {
  const [isReporting, setReporting] = useState(false);
  if (view.run !== null && view.run.end !== null) return null;
  const asks = view.run === null ? [] : view.people.asks;
  return (
    <section className="sw-section sw-noprint" aria-labelledby="asks">
      <h2 id="asks">What people report</h2>
      {view.people.asks.length === 0 ? <p>The plan asks people nothing about this stage.</p> : null}
      <ReportsSoFar view={view} />
      {asks.map((ask) => (
        <Question key={ask.criterion} view={view} ask={ask} />
      ))}
      <details onToggle={(event) => setReporting(event.currentTarget.open)}>
        <summary>Report something else</summary>
        {isReporting ? (
          <Suspense fallback={<p>Reading...</p>}>
            <ReportForm view={view} />
          </Suspense>
        ) : null}
      </details>
    </section>
  );
}

function Question(props: {
  readonly view: StageView;
  readonly ask: StageView['people']['asks'][number];
}): JSX.Element {
  const { view, ask } = props;
  const [isAsked, part] = useAskedFor(`report=${encodeURIComponent(ask.criterion)}`);
  const reading = view.verdict.readings.find((one) => one.criterion === ask.criterion);
  return (
    <div className="sw-step">
      <h3>{ask.label}</h3>
      <p>
        <Prose
          text={reading?.evidence ?? sayUnread(view.verdict, ask.criterion, 'Nobody has reported yet.')}
        />
      </p>
      <details open={isAsked} ref={part}>
        <summary>Answer: {ask.label}</summary>
        <AnswerForm view={view} ask={ask} />
      </details>
    </div>
  );
}
