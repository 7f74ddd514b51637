import type { JSX } from 'react';
import { failureOf } from '../../data/fetch-json.ts';
import { useTestNotice } from '../../data/test-notice.ts';
import { PersonForm } from '../../ui/person-form.tsx';

/** Sends a test through a channel, under a name. */
export function TestForm({ channel }: { readonly channel: string }): JSX.Element {
  const test = useTestNotice(channel);
  return (
    <PersonForm
      id={`test-${channel}`}
      action={`Send a test through ${channel}`}
      busy={test.isPending}
      failure={failureOf(test.error)}
      failed="Not delivered."
      done={test.isSuccess}
      finished="Delivered: its receiver took the test."
      onSend={(who) => test.mutate({ who })}
    />
  );
}
