import type { JSX } from 'react';
import type { Rollout } from '#contract/rollout.ts';
import { DueSection } from './due-section.tsx';
import { FindingsSection } from './findings-section.tsx';

/** What of a rollout can wait until its verdict, ramp and people are there. */
export function LaterSections({ rollout }: { readonly rollout: Rollout }): JSX.Element {
  return (
    <>
      <DueSection rollout={rollout} />
      <FindingsSection rollout={rollout} />
    </>
  );
}
