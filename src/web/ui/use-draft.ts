import { useEffect, useState } from 'react';
import { useLocation } from 'react-router';

const prefix = 'stagewatch.draft';

/**
 * A field of a form as it is typed, kept in this tab until it is saved: a reload loses no word (and another tab sees none).
 * `form` is the id of its form, whose drafts go once it is saved. Never for what must not be kept, such as phone numbers.
 */
export function useDraft(
  form: string,
  field: string,
  initial = '',
): readonly [string, (text: string) => void] {
  const { pathname } = useLocation();
  const key = `${formKey(pathname, form)}${field}`;
  const [text, setText] = useState(() => sessionStorage.getItem(key) ?? initial);
  const change = (next: string): void => {
    setText(next);
    keep(key, next === initial ? null : next);
  };
  return [text, change];
}

/** The same for a field of a few values: what is kept and none of them counts for nothing. */
export function useChoiceDraft<T extends string>(
  form: string,
  field: string,
  values: readonly T[],
  initial: T,
): readonly [T, (value: T) => void] {
  const [text, change] = useDraft(form, field, initial);
  return [values.find((one) => one === text) ?? initial, change];
}

/** Forgets what is kept of a form once it `isSaved`. What stands in its fields stays. */
export function useForgetDraft(form: string, isSaved: boolean): void {
  const { pathname } = useLocation();
  useEffect(() => {
    if (!isSaved) return;
    const start = formKey(pathname, form);
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(start)) sessionStorage.removeItem(key);
  }, [pathname, form, isSaved]);
}

function formKey(pathname: string, form: string): string {
  return `${prefix} ${pathname} ${form} `;
}

/** A full store must not lose what is being typed: it only is not kept beyond this page. */
function keep(key: string, text: string | null): void {
  try {
    if (text === null) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, text);
  } catch {
    sessionStorage.removeItem(key);
  }
}
