import type { JSX, ReactNode } from 'react';
import type { PostKpi } from '#contract/report-requests.ts';
import { sayError } from '../../data/fetch-json.ts';
import { useKpiEntry } from '../../data/reports.ts';
import { NamedForm } from '../../ui/named-form.tsx';

type WithWho<T> = T extends unknown ? Omit<T, 'who'> : never;

/** What an entry says, without who makes it. */
export type Entry = WithWho<PostKpi>;

/** A form of the check-in. */
export function EntryForm(props: {
  readonly id: string;
  readonly rollout: string;
  readonly checkIn: string;
  readonly action: string;
  /** What to send, or what is missing. */
  readonly entry: () => Entry | string;
  readonly children?: ReactNode;
}): JSX.Element {
  const { isPending, isSuccess, error, mutate } = useKpiEntry(props.rollout, props.checkIn);
  return (
    <NamedForm
      id={props.id}
      action={props.action}
      entry={props.entry}
      sending={{ isPending, isSuccess, failure: error === null ? null : sayError(error) }}
      onSend={(entry, who) => mutate({ ...entry, who })}
    >
      {props.children}
    </NamedForm>
  );
}
