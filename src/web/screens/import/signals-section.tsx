import { useMutation } from '@tanstack/react-query';
import { Suspense, type JSX } from 'react';
import type { TriedSignal } from '#contract/plan-check.ts';
import type { BlockEdit } from '#domain/plan/edit/edit-block.ts';
import { sayCount } from '#domain/verdict/say-value.ts';
import { later } from '../../ui/later.tsx';
import { sayError } from '../../data/fetch-json.ts';
import { trySignal } from '../../data/plans.ts';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import type { ReadPlan } from './import-model.ts';
import { RecipeForm } from './recipe-form.tsx';

// Few bring a dashboard, and what reads one is as large as a section.
const PasteForm = later(async () => (await import('./paste-form.tsx')).PasteForm);

/** The measurements the plan is bound to, each with a way to see at once whether its query answers. */
export function SignalsSection(props: {
  readonly plan: ReadPlan;
  readonly markdown: string;
  readonly who: string;
  readonly onGo: (line: number) => void;
  readonly onEdit: (edit: BlockEdit) => Promise<boolean>;
}): JSX.Element {
  const { plan } = props;
  const taken = plan.signals.map((one) => one.id);
  return (
    <section className="sw-section" aria-labelledby="signals">
      <h2 id="signals">Signals ({plan.signals.length})</h2>
      {plan.signals.length === 0 ? (
        <p>None yet. Without signals nothing can be measured: make them from a recipe, or paste queries.</p>
      ) : null}
      <ul className="sw-list">
        {plan.signals.map((signal) => (
          <li key={signal.id} className="sw-step">
            <p>
              <strong>{signal.id}</strong>{' '}
              <span className="sw-quiet sw-small">
                {signal.source}, {signal.kind}
              </span>{' '}
              <button type="button" className="sw-link" onClick={() => props.onGo(signal.line)}>
                Line {signal.line}
              </button>
            </p>
            <p className="sw-small">
              <code>{signal.query}</code>
            </p>
            <TrySignal signal={signal.id} markdown={props.markdown} who={props.who} />
          </li>
        ))}
      </ul>
      <RecipeForm taken={taken} onEdit={props.onEdit} />
      <Suspense fallback={null}>
        <PasteForm taken={taken} onEdit={props.onEdit} />
      </Suspense>
    </section>
  );
}

function TrySignal(props: {
  readonly signal: string;
  readonly markdown: string;
  readonly who: string;
}): JSX.Element {
  const tried = useMutation({ mutationFn: trySignal });
  const { signal, markdown, who } = props;
  const name = who.trim();
  return (
    <>
      <button
        type="button"
        disabled={tried.isPending || name === ''}
        onClick={() => tried.mutate({ signal, markdown, who: name, span: 'hour' })}
      >
        Try {signal}
      </button>
      {name === '' ? <span className="sw-small"> Write your name above first.</span> : null}
      {tried.isPending ? <output>Asking the source...</output> : null}
      {tried.error === null ? null : <FailureNotice {...sayError(tried.error)} />}
      {tried.data === undefined ? null : <TryResult tried={tried.data} />}
    </>
  );
}

function TryResult({ tried }: { readonly tried: TriedSignal }): JSX.Element {
  if (tried.status === 'error') {
    return (
      <FailureNotice
        title={`${tried.source} gave no figures`}
        detail={tried.message ?? 'No reason was given.'}
        remedy="Until this is mended, every criterion on this signal will say Can't tell."
      />
    );
  }
  const known = tried.values.filter((value) => value !== null).length;
  return (
    <output>
      <strong>{tried.status === 'empty' ? 'No data.' : 'It answers.'}</strong> {known} of{' '}
      {tried.values.length} minutes of the last hour have a value
      {tried.typical === null || tried.worst === null
        ? '.'
        : `; typical ${sayFigure(tried.typical)}, highest ${sayFigure(tried.worst)} a minute.`}{' '}
      {tried.message} {tried.left} more {tried.left === 1 ? 'try' : 'tries'} this minute.
    </output>
  );
}

function sayFigure(value: number): string {
  return Number.isInteger(value) ? sayCount(value) : String(Number(value.toPrecision(3)));
}
