import type { JSX } from 'react';
import type { Limit } from '#domain/plan/limit.ts';
import type { Criterion } from '#domain/plan/plan.ts';
import { sayInstant } from '#domain/time/zone.ts';
import { readingTags } from '#domain/verdict/reading.ts';
import { Prose } from '../../ui/prose.tsx';
import { readingLook, verdictLook } from '../../ui/state-look.ts';
import { Tag } from '../../ui/tag.tsx';
import { plannedLimit, sayTrial, sayWhen } from './trial-model.ts';
import type { LimitTrial, TrialResult, TrialSide } from './try-limit.ts';

/** Steps shown of each side; a state that flickers for a week would fill the page. */
const most = 40;

/** What the tried limit would have called, beside what the plan's limit calls on the same series. */
export function TrialResultView(props: {
  readonly criterion: Criterion;
  readonly trial: LimitTrial;
  readonly result: TrialResult;
}): JSX.Element {
  const { criterion, trial, result } = props;
  const planned = plannedLimit(criterion, trial.judging);
  return (
    <>
      <output>
        <p>
          <strong>{sayTrial(trial.limit, criterion, result.tried, trial.judging)}</strong>
        </p>
      </output>
      <div className="sw-beside">
        <Steps
          id="tried"
          title="Under the limit tried"
          side={result.tried}
          {...{ criterion, trial }}
          limit={null}
        />
        <Steps
          id="planned"
          title="Under the plan’s limit"
          side={result.planned}
          {...{ criterion, trial }}
          limit={{ value: planned }}
        />
      </div>
      <p className="sw-small sw-quiet">
        Both sides are judged bucket by bucket on the series as they are now. Toggles, traffic, gates and what
        people accepted or left out are not part of it, so the stage&rsquo;s own verdict may have been
        another.
      </p>
    </>
  );
}

function Steps(props: {
  readonly id: string;
  readonly title: string;
  readonly side: TrialSide;
  readonly criterion: Criterion;
  readonly trial: LimitTrial;
  /** The limit to sum up; `null` where that has been said already. */
  readonly limit: { readonly value: Limit | null } | null;
}): JSX.Element {
  const { id, title, side, criterion, trial, limit } = props;
  const { steps } = side;
  const { judging } = trial;
  const more = steps.length - most;
  return (
    <section aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      {limit === null ? null : <p>{sayTrial(limit.value, criterion, side, judging)}</p>}
      <ol className="sw-list">
        {steps.slice(0, most).map((step) => (
          <li key={step.at} className="sw-step">
            <p className="sw-chips">
              <time dateTime={new Date(step.at).toISOString()} title={sayInstant(step.at, judging.zone)}>
                {sayWhen(step.at, judging, steps)}
              </time>
              {step.verdictChanged ? (
                <Tag look={verdictLook[step.verdict.state]} word={step.verdict.word} />
              ) : null}
              {step.to === null ? null : (
                <span>
                  {criterion.label}: <Tag look={readingLook[step.to]} word={readingTags[step.to]} />
                </span>
              )}
            </p>
            <p className="sw-small">
              <Prose text={step.to === null ? step.verdict.reason : step.evidence} />
            </p>
          </li>
        ))}
        {more > 0 ? <li>and {more} more</li> : null}
      </ol>
    </section>
  );
}
