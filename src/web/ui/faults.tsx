import { useEffect, useRef, useState, type JSX } from 'react';
import { goTo } from './go-to.ts';

/** What is wrong with one field of a form, in words. */
export interface Fault {
  /** Id of the field: the summary leads there. */
  readonly field: string;
  readonly says: string;
}

/** How a field tells that it is wrong, and what helps with it. */
interface FieldSays {
  readonly 'aria-invalid'?: true;
  readonly 'aria-describedby'?: string;
}

/** The faults of a form, as its last try found them. */
export interface Faults {
  readonly list: readonly Fault[];
  /** Looks at the form again; `more` comes after its own fields. Whether it is fit to be sent. */
  readonly look: (more?: readonly Fault[]) => boolean;
  /** Nothing is wrong until it is tried again. */
  readonly clear: () => void;
  /** For the field of this id; `hint` is the id of what helps with it in any case. */
  readonly at: (field: string, hint?: string) => FieldSays;
  /** For a group of choices: a group can't be invalid, so it is only described. */
  readonly about: (field: string) => Pick<FieldSays, 'aria-describedby'>;
}

/** Every fault of a form, found by `find` whenever it is tried: all at once, in the order of its fields. */
export function useFaults(find: () => readonly Fault[] = () => []): Faults {
  const [list, setList] = useState<readonly Fault[]>([]);
  const at: Faults['at'] = (field, hint) => {
    const isWrong = list.some((one) => one.field === field);
    const says = [hint, isWrong ? wordsOf(field) : undefined].filter((one) => one !== undefined).join(' ');
    return {
      ...(isWrong ? { 'aria-invalid': true as const } : {}),
      ...(says === '' ? {} : { 'aria-describedby': says }),
    };
  };
  return {
    list,
    look: (more = []) => {
      const found = [...find(), ...more];
      setList(found);
      return found.length === 0;
    },
    clear: () => setList([]),
    at,
    about: (field) => (list.some((one) => one.field === field) ? { 'aria-describedby': wordsOf(field) } : {}),
  };
}

/** The fault of a text that must not be empty. */
export function ifEmpty(field: string, text: string, says: string): readonly Fault[] {
  return text.trim() === '' ? [{ field, says }] : [];
}

/** At the top of a form that can't be sent: every fault in words, each leading to its field. It takes the focus. */
export function FaultSummary(props: {
  readonly faults: Faults;
  /** What did not happen. */
  readonly title: string;
}): JSX.Element | null {
  const { list } = props.faults;
  const part = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (list.length > 0) goTo(part.current);
  }, [list]);
  if (list.length === 0) return null;
  return (
    <div className="sw-error" role="alert" tabIndex={-1} ref={part}>
      <p>
        <strong>{props.title}</strong>
      </p>
      <ul>
        {list.map(({ field, says }) => (
          <li key={field}>
            <a
              id={wordsOf(field)}
              href={`#${field}`}
              onClick={(event) => {
                // The address stays: what is typed belongs to it.
                event.preventDefault();
                goToField(field);
              }}
            >
              {says}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}

function wordsOf(field: string): string {
  return `${field}-wrong`;
}

/** Of a group of choices, to the first. */
function goToField(field: string): void {
  const part = document.getElementById(field);
  goTo(part instanceof HTMLFieldSetElement ? part.querySelector('input') : part);
}
