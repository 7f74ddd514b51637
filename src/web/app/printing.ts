/** On paper nothing can be opened and no address can be followed: what is closed opens for it, and the page says where it is from. */
export function preparePrinting(): void {
  let undo: readonly (() => void)[] = [];
  addEventListener('beforeprint', () => {
    const closed = [...document.querySelectorAll<HTMLDetailsElement>('main details:not([open])')];
    const origin = document.createElement('p');
    origin.className = 'sw-small';
    origin.textContent = `Printed from ${location.href}, ${new Date().toISOString()}`;
    document.body.append(origin);
    for (const one of closed) {
      one.open = true;
      // Some fill only once they are open, and the browser's own word of it comes too late for the paper.
      one.dispatchEvent(new Event('toggle'));
    }
    undo = [() => origin.remove(), ...closed.map((one) => () => (one.open = false))];
  });
  addEventListener('afterprint', () => {
    for (const one of undo) one();
    undo = [];
  });
}
