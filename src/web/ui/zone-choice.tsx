import { useCallback, useSyncExternalStore, type JSX } from 'react';
import { useSearchParams } from 'react-router';
import { speakZone } from '#domain/time/say-zoned.ts';
import { utc } from '#domain/time/zone.ts';

/** Whose clocks come first: the plan's zone, or UTC, in which logs are written. */
type ZoneChoice = 'plan' | 'utc';

/** Where a person's choice is kept. */
const zoneKey = 'stagewatch.zone';

const changed = 'stagewatch:zone';

/** Keeps a person's choice, for every page and tab of this browser. */
function keepZoneChoice(choice: ZoneChoice): void {
  localStorage.setItem(zoneKey, choice);
  globalThis.dispatchEvent(new Event(changed));
}

/** What this person chose; the plan's zone before anything is chosen. */
function useZoneChoice(): ZoneChoice {
  return useSyncExternalStore(subscribe, keptChoice);
}

function keptChoice(): ZoneChoice {
  return localStorage.getItem(zoneKey) === 'utc' ? 'utc' : 'plan';
}

function subscribe(onChange: () => void): () => void {
  globalThis.addEventListener('storage', onChange);
  globalThis.addEventListener(changed, onChange);
  return () => {
    globalThis.removeEventListener('storage', onChange);
    globalThis.removeEventListener(changed, onChange);
  };
}

/** The zone to show first: what the address says with `?tz=`, then what this person chose, then the plan's own. */
export function useShownZone(planZone: string): string {
  const [search] = useSearchParams();
  const kept = useZoneChoice();
  const asked = search.get('tz');
  const choice = asked === 'utc' || asked === 'plan' ? asked : kept;
  return choice === 'utc' ? utc : planZone;
}

/** Switches the zone, here and on other pages; the address carries it, so that a link shows what its sender saw. */
export function ZoneSwitch({ planZone }: { readonly planZone: string }): JSX.Element | null {
  const [, setSearch] = useSearchParams();
  const shown = useShownZone(planZone);
  const show = useCallback(
    (choice: ZoneChoice) => {
      keepZoneChoice(choice);
      setSearch(
        (search) => {
          const next = new URLSearchParams(search);
          next.set('tz', choice);
          return next;
        },
        { replace: true, preventScrollReset: true },
      );
    },
    [setSearch],
  );
  if (planZone === utc) return null;
  return (
    <fieldset className="sw-choice">
      <legend>Times in</legend>
      {(['plan', 'utc'] as const).map((choice) => (
        <label key={choice}>
          <input
            type="radio"
            name="shown-zone"
            checked={(shown === utc) === (choice === 'utc')}
            onChange={() => show(choice)}
          />
          {speakZone(choice === 'utc' ? utc : planZone)}
        </label>
      ))}
    </fieldset>
  );
}
