import type { JSX } from 'react';
import type { StageView } from '#contract/rollout.ts';
import { sayShare } from '#domain/verdict/say-value.ts';

type Mixture = NonNullable<StageView['verdict']['mixture']>;

/** Several toggles that each pick their own people: what each gives and who was seen, then how many have all, some or none. */
export function WhoHasWhat({
  view,
  mixture,
}: {
  readonly view: StageView;
  readonly mixture: Mixture;
}): JSX.Element {
  const { expected, seen } = mixture;
  return (
    <>
      <h3>Who has what</h3>
      <p>{mixture.sentence}</p>
      <table className="sw-stack">
        <caption>Each toggle as planned, as it is set, and as it was seen</caption>
        <thead>
          <tr>
            <th scope="col">Toggle</th>
            <th scope="col">Plan</th>
            <th scope="col">Flipper</th>
            <th scope="col">Seen</th>
          </tr>
        </thead>
        <tbody>
          {mixture.toggles.map((key) => (
            <Row key={key} view={view} toggle={key} />
          ))}
        </tbody>
      </table>
      <table className="sw-stack">
        <caption>How many people have all of them, some, or none</caption>
        <thead>
          <tr>
            <th scope="col">People with</th>
            <th scope="col">By plan</th>
            <th scope="col">By the shares seen</th>
          </tr>
        </thead>
        <tbody>
          {shares.map(([key, label]) => (
            <tr key={key}>
              <th scope="row">{label}</th>
              <td data-label="By plan">{sayShare(expected[key])}</td>
              <td data-label="By the shares seen">{seen === null ? 'Not measured' : sayShare(seen[key])}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

const shares = [
  ['all', 'All toggles on'],
  ['some', 'Some on, some off'],
  ['none', 'None on'],
] as const;

function Row({ view, toggle }: { readonly view: StageView; readonly toggle: string }): JSX.Element {
  const planned = view.stage.percents[toggle] ?? null;
  const actual = givenBy(view, toggle);
  const observed = view.verdict.traffic.find((one) => one.toggle === toggle)?.observed ?? null;
  return (
    <tr>
      <th scope="row">
        <code>{toggle}</code>
      </th>
      <td data-label="Plan">{planned === null ? 'No percentage' : `${planned}%`}</td>
      <td data-label="Flipper">
        {actual === null ? 'Not known' : `${actual}%`}
        {differ(planned, actual) ? <strong> doesn’t match</strong> : null}
      </td>
      <td data-label="Seen">{observed === null ? 'Not measured' : sayShare(observed)}</td>
    </tr>
  );
}

function givenBy({ allotments }: StageView, toggle: string): number | null {
  const given = allotments.find((one) => one.toggle === toggle);
  return given?.everyone === true ? 100 : (given?.percent ?? null);
}

/** Flipper keeps three decimals. */
function differ(planned: number | null, actual: number | null): boolean {
  return planned !== null && actual !== null && Math.abs(planned - actual) > 0.0005;
}
