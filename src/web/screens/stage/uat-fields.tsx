import type { JSX } from 'react';
import type { Fault, Faults } from '../../ui/faults.tsx';
import type { Observation } from '../../ui/observation-words.ts';
import { useChoiceDraft, useDraft } from '../../ui/use-draft.ts';

type Uat = NonNullable<Observation['uat']>;

/** What a round of testing found, as typed. */
export interface UatDraft {
  readonly users: string;
  readonly bugsFound: string;
  readonly bugsFixed: string;
  readonly downstream: Uat['downstream'];
}

export const emptyUat: UatDraft = { users: '', bugsFound: '', bugsFixed: '', downstream: 'n/a' };

const numbers = [
  ['users', 'Users who tested', 'users tested'],
  ['bugsFound', 'Bugs found', 'bugs they found'],
  ['bugsFixed', 'Bugs fixed', 'bugs are fixed'],
] as const;

const affected: readonly Uat['downstream'][] = ['yes', 'no', 'n/a'];

/** What a form holds of it, kept over a reload until it is recorded. */
export function useUatDraft(form: string): readonly [UatDraft, (draft: UatDraft) => void] {
  const [users, setUsers] = useDraft(form, 'users');
  const [bugsFound, setFound] = useDraft(form, 'found');
  const [bugsFixed, setFixed] = useDraft(form, 'fixed');
  const [downstream, setDownstream] = useChoiceDraft(form, 'downstream', affected, emptyUat.downstream);
  const change = (next: UatDraft): void => {
    setUsers(next.users);
    setFound(next.bugsFound);
    setFixed(next.bugsFixed);
    setDownstream(next.downstream);
  };
  return [{ users, bugsFound, bugsFixed, downstream }, change];
}

/** What is wrong with the numbers of a round of testing. An empty field is no zero. */
export function uatFaults(draft: UatDraft): readonly Fault[] {
  const blank = numbers.flatMap(([key, , ask]) =>
    /^\d{1,6}$/.test(draft[key].trim())
      ? []
      : [{ field: `uat-${key}`, says: `Write how many ${ask}; 0 is a number.` }],
  );
  const { bugsFound, bugsFixed } = readUat(draft);
  return blank.length > 0 || bugsFixed <= bugsFound
    ? blank
    : [{ field: 'uat-bugsFixed', says: `${bugsFixed} fixed is more than the ${bugsFound} found.` }];
}

/** The numbers of a round of testing, once nothing is wrong with them. */
export function readUat({ users, bugsFound, bugsFixed, downstream }: UatDraft): Uat {
  return { users: Number(users), bugsFound: Number(bugsFound), bugsFixed: Number(bugsFixed), downstream };
}

/** Fields of a round of user acceptance testing. */
export function UatFields(props: {
  readonly draft: UatDraft;
  readonly faults: Faults;
  readonly onChange: (draft: UatDraft) => void;
}): JSX.Element {
  const { draft, faults, onChange } = props;
  return (
    <>
      {numbers.map(([key, label]) => (
        <label key={key} htmlFor={`uat-${key}`}>
          {label}
          <input
            id={`uat-${key}`}
            inputMode="numeric"
            value={draft[key]}
            {...faults.at(`uat-${key}`)}
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
            const chosen = affected.find((one) => one === event.target.value);
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
