import type { JSX } from 'react';
import type { StageView } from '#contract/rollout.ts';
import { sayShare } from '../../ui/allotment-words.ts';
import { Instant } from '../../ui/instant.tsx';

/** Each toggle of the plan with what it gives and when that was read; that it is not known is said too. */
export function HeaderToggles({ view }: { readonly view: StageView }): JSX.Element {
  const { people, allotments, rollout, serverNow } = view;
  return (
    <>
      {people.turnOff.map((key) => {
        const one = allotments.find((allotment) => allotment.toggle === key);
        return (
          <span key={key} className="sw-quiet">
            <code className="sw-anywhere">{key}</code>{' '}
            {one === undefined ? (
              'is not known'
            ) : (
              <>
                {sayShare(one)}, read <Instant at={one.at} zone={rollout.zone} near={serverNow} />
              </>
            )}
          </span>
        );
      })}
    </>
  );
}
