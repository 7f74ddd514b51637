import type { JSX } from 'react';
import { useSearchParams } from 'react-router';

/** Which lines of a chart the reader wants to see. */
export interface Shown {
  readonly new: boolean;
  readonly old: boolean;
}

/** The lines an address asks for with `?series=new,old`; both where it names none. */
export function readShown(text: string | null): Shown {
  const named = (text ?? '').split(',');
  const shown = { new: named.includes('new'), old: named.includes('old') };
  return shown.new || shown.old ? shown : { new: true, old: true };
}

/** Shows and hides the lines of a chart. The address says which, so that a link shows the same. One stays. */
export function ShownLines(props: { readonly oldLabel: string; readonly shown: Shown }): JSX.Element {
  const { oldLabel, shown } = props;
  const [, setSearch] = useSearchParams();
  const set = (next: Shown): void =>
    setSearch(
      (before) => {
        const search = new URLSearchParams(before);
        search.set(
          'series',
          [next.new ? 'new' : '', next.old ? 'old' : ''].filter((one) => one !== '').join(','),
        );
        return search;
      },
      { replace: true, preventScrollReset: true },
    );
  const boxes = [
    ['new', 'New path'],
    ['old', oldLabel],
  ] as const;
  return (
    <fieldset className="sw-choice sw-noprint">
      <legend>Lines</legend>
      {boxes.map(([line, label]) => (
        <label key={line}>
          <input
            type="checkbox"
            checked={shown[line]}
            disabled={shown[line] && !shown[line === 'new' ? 'old' : 'new']}
            onChange={() => set({ ...shown, [line]: !shown[line] })}
          />
          {label}
        </label>
      ))}
    </fieldset>
  );
}
