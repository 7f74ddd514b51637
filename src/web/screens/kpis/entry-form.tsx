import type { JSX, ReactNode } from 'react';
import type { PostKpi } from '#contract/report-requests.ts';
import { failureOf } from '../../data/fetch-json.ts';
import { useKpiEntry } from '../../data/reports.ts';
import type { Faults } from '../../ui/faults.tsx';
import { PersonForm } from '../../ui/person-form.tsx';

type WithWho<T> = T extends unknown ? Omit<T, 'who'> : never;

/** What an entry says, without who makes it. */
export type Entry = WithWho<PostKpi>;

/** A form of the check-in. */
export function EntryForm(props: {
  readonly id: string;
  readonly rollout: string;
  readonly checkIn: string;
  readonly action: string;
  readonly faults?: Faults;
  /** What to send, once nothing is wrong with it. */
  readonly entry: () => Entry;
  readonly children?: ReactNode;
}): JSX.Element {
  const { isPending, isSuccess, error, mutate } = useKpiEntry(props.rollout, props.checkIn);
  return (
    <PersonForm
      id={props.id}
      takes="owner"
      action={props.action}
      busy={isPending}
      failure={failureOf(error)}
      done={isSuccess}
      {...(props.faults === undefined ? {} : { faults: props.faults })}
      onSend={(who) => mutate({ ...props.entry(), who })}
    >
      {props.children}
    </PersonForm>
  );
}
