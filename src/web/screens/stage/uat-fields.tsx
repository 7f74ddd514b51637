import type { JSX } from 'react';
import type { Observation } from '../../ui/observation-words.ts';

type Uat = NonNullable<Observation['uat']>;

/** What a round of testing found, as typed. */
export interface UatDraft {
  readonly users: string;
  readonly bugsFound: string;
  readonly bugsFixed: string;
  readonly downstream: Uat['downstream'];
}

export const emptyUat: UatDraft = { users: '', bugsFound: '', bugsFixed: '', downstream: 'n/a' };

/** The numbers of a round of testing, or what is missing. An empty field is no zero. */
export function readUat(draft: UatDraft): Uat | string {
  const [users, bugsFound, bugsFixed] = [draft.users, draft.bugsFound, draft.bugsFixed].map((text) =>
    /^\d{1,6}$/.test(text.trim()) ? Number(text) : undefined,
  );
  if (users === undefined || bugsFound === undefined || bugsFixed === undefined)
    return 'write how many users tested, how many bugs they found and how many are fixed; 0 is a number.';
  if (bugsFixed > bugsFound) return `${bugsFixed} fixed is more than the ${bugsFound} found.`;
  return { users, bugsFound, bugsFixed, downstream: draft.downstream };
}

const numbers = [
  ['users', 'Users who tested'],
  ['bugsFound', 'Bugs found'],
  ['bugsFixed', 'Bugs fixed'],
] as const;

/** Fields of a round of user acceptance testing. */
export function UatFields(props: {
  readonly draft: UatDraft;
  readonly onChange: (draft: UatDraft) => void;
}): JSX.Element {
  const { draft, onChange } = props;
  return (
    <>
      {numbers.map(([key, label]) => (
        <label key={key} htmlFor={`uat-${key}`}>
          {label}
          <input
            id={`uat-${key}`}
            inputMode="numeric"
            value={draft[key]}
            onChange={(event) => onChange({ ...draft, [key]: event.target.value })}
          />
        </label>
      ))}
      <label htmlFor="uat-downstream">
        Downstream services affected
        <select
          id="uat-downstream"
          value={draft.downstream}
          onChange={(event) => {
            const chosen = (['yes', 'no', 'n/a'] as const).find((one) => one === event.target.value);
            onChange({ ...draft, downstream: chosen ?? 'n/a' });
          }}
        >
          <option value="n/a">Not applicable</option>
          <option value="no">No</option>
          <option value="yes">Yes</option>
        </select>
      </label>
    </>
  );
}
