import type { JSX } from 'react';

/** Each key and what it does. None decides anything: they move focus, open a form, or change what is shown. */
const keyWords = [
  ['v', 'Go to the verdict'],
  ['c', 'Go to the criteria'],
  ['j', 'Go to the next row'],
  ['k', 'Go to the row before'],
  ['Enter', 'Open the row'],
  ['a', 'Go to the first alert'],
  ['o', 'Report what somebody saw'],
  ['d', 'Open the decision form'],
  ['p', 'Pause the display, or go on'],
  ['u', 'Show the plan’s time zone or UTC first'],
  ['?', 'Show this list'],
] as const;

/** The keys of the page. */
export function KeyTable(): JSX.Element {
  return (
    <table className="sw-keys">
      <caption className="sw-hidden">Keys</caption>
      <thead>
        <tr>
          <th scope="col">Key</th>
          <th scope="col">What it does</th>
        </tr>
      </thead>
      <tbody>
        {keyWords.map(([key, what]) => (
          <tr key={key}>
            <th scope="row">
              <kbd>{key}</kbd>
            </th>
            <td>{what}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
