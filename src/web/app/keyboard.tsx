import { useEffect, useRef, type JSX } from 'react';
import { goTo } from '../ui/go-to.ts';
import { KeyTable } from '../ui/key-table.tsx';
import { keepChoice, readChoice } from '../ui/reader-choice.ts';

/** Single keys of the page, and their list. They are ignored while somebody types, and with any other key held. */
export function Keyboard(): JSX.Element {
  const list = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const act = event.key === '?' ? () => list.current?.showModal() : actions[event.key];
      if (act === undefined || isElsewhere(event)) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
  return (
    <dialog ref={list} className="sw-dialog" aria-labelledby="keys-title">
      <h2 id="keys-title">Keys of this page</h2>
      <KeyTable />
      <p>None of them decides anything. You can turn them off under Settings.</p>
      <form method="dialog">
        <button type="submit">Close</button>
      </form>
    </dialog>
  );
}

/** Typing, a chord, a key held down, or an open dialog: none is meant for the page. */
function isElsewhere(event: KeyboardEvent): boolean {
  const { target } = event;
  if (event.defaultPrevented || event.isComposing || event.repeat) return true;
  if (event.ctrlKey || event.metaKey || event.altKey) return true;
  if (document.querySelector('dialog[open]') !== null) return true;
  return target instanceof Element && target.closest('input, textarea, select, [contenteditable]') !== null;
}

const find = (selector: string): HTMLElement | null => document.querySelector<HTMLElement>(selector);

const actions: Readonly<Record<string, () => void>> = {
  v: () => goTo(find('[aria-label="Verdict"]') ?? find('[aria-label="State"]')),
  c: () => goTo(find('#criteria')),
  j: () => step(1),
  k: () => step(-1),
  a: () => goTo(find('[aria-labelledby="alerts"] li')),
  o: () => openForm('asks', 'details'),
  d: () => openForm('decide', 'button'),
  p: () => find('[data-key="p"]')?.click(),
  u: () => keepChoice('zone', readChoice('zone') === 'utc' ? 'plan' : 'utc'),
};

/** Opens the first form of a section by what opens it, and goes to its first field, or to the section where there is none. */
function openForm(section: string, opener: 'details' | 'button'): void {
  const part = find(`[aria-labelledby="${section}"]`);
  if (part === null) return;
  const details = part.querySelector('details');
  if (opener === 'details' && details !== null) details.open = true;
  if (opener === 'button' && part.querySelector('form') === null) part.querySelector('button')?.click();
  // What a press opens is drawn after it.
  requestAnimationFrame(() =>
    goTo(part.querySelector('form input, form select, form textarea') ?? find(`#${section}`)),
  );
}

/** From one row of the page's lists to the next. A row is gone to by its link, so that Enter opens it. */
function step(by: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>('main tbody th a, main .sw-row a:first-child')];
  const at = rows.findIndex((row) => row === document.activeElement);
  goTo(rows[at === -1 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by))]);
}
