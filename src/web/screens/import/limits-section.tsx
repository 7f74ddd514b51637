import { useMutation } from '@tanstack/react-query';
import { useState, type JSX } from 'react';
import type { BlockEdit } from '#domain/plan/edit/edit-block.ts';
import { isUpper, parseLimit } from '#domain/plan/limit.ts';
import { sayError } from '../../data/fetch-json.ts';
import { trySignal } from '../../data/plans.ts';
import { FailureNotice } from '../../ui/failure-notice.tsx';
import { hoursOver, pastWeek, sayShare, sharesByHour, type ReadPlan } from './import-model.ts';

type Bound = ReadPlan['bound'][number];

interface Parts {
  readonly plan: ReadPlan;
  readonly markdown: string;
  readonly who: string;
  readonly onEdit: (edit: BlockEdit) => Promise<boolean>;
}

/** Helps to find a limit for a share that has none: what last week looked like, and how often a limit would have fired. */
export function LimitsSection(props: Parts): JSX.Element | null {
  const blank = props.plan.bound.filter((one) => one.kind === 'ratio' && !one.hasLimit && !one.watch);
  if (blank.length === 0) return null;
  return (
    <section className="sw-section" aria-labelledby="limits">
      <h2 id="limits">Limits that are blank ({blank.length})</h2>
      {blank.map((one) => (
        <BlankLimit key={one.id} criterion={one} {...props} />
      ))}
    </section>
  );
}

function BlankLimit(props: Parts & { readonly criterion: Bound }): JSX.Element {
  const { criterion, markdown, who } = props;
  const [part = '', whole = ''] = criterion.signals;
  const week = useMutation({
    mutationFn: async () => {
      const ask = { markdown, who: who.trim(), span: 'week' } as const;
      const [some, all] = [
        await trySignal({ ...ask, signal: part }),
        await trySignal({ ...ask, signal: whole }),
      ];
      const failed = [some, all].find((one) => one.status === 'error');
      if (failed !== undefined) throw new Error(`${failed.signal}: ${failed.message ?? 'no answer'}`);
      return sharesByHour(some.values, all.values);
    },
  });
  return (
    <div className="sw-step">
      <p>
        <strong>{criterion.label}</strong> has no limit: it can neither pass nor fail.
      </p>
      <button type="button" disabled={week.isPending || who.trim() === ''} onClick={() => week.mutate()}>
        Look at last week
      </button>
      {week.isPending ? <output>Asking the source for a week of hours...</output> : null}
      {week.error === null ? null : (
        <FailureNotice {...sayError(week.error)} title="Last week can't be read" />
      )}
      {week.data === undefined ? null : (
        <Candidate criterion={criterion} shares={week.data} onEdit={props.onEdit} />
      )}
    </div>
  );
}

function Candidate(props: {
  readonly criterion: Bound;
  readonly shares: readonly number[];
  readonly onEdit: Parts['onEdit'];
}): JSX.Element {
  const { criterion, shares, onEdit } = props;
  const [text, setText] = useState('< 5%');
  const limit = parseLimit(text);
  const { hours, typical, worst } = pastWeek(shares, typeof limit === 'string' || isUpper(limit));
  const isShare = typeof limit !== 'string' && limit.unit === '%';
  const id = `limit-${criterion.id}`;
  if (typical === null || worst === null)
    return <p>No hour of last week had any traffic, so it says nothing about a limit.</p>;
  return (
    <>
      <p>
        Last week, hour by hour: typically {sayShare(typical)}, at worst {sayShare(worst)}, in {hours} hours
        with traffic.
      </p>
      <div className="sw-form">
        <label htmlFor={id}>
          A limit to consider
          <input id={id} value={text} onChange={(event) => setText(event.target.value)} />
        </label>
        <button
          type="button"
          disabled={!isShare}
          onClick={() =>
            void onEdit({ kind: 'criterion', criterion: { id: criterion.id, limit: text.trim() } })
          }
        >
          Set this limit
        </button>
      </div>
      <output>
        {isShare
          ? `It would have been passed in ${hoursOver(shares, limit)} of ${hours} hours.`
          : 'Write a share, such as < 5%.'}
      </output>
    </>
  );
}
