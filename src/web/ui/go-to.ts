/** Moves focus, and with it the view, to a part of the page; nothing where it is not there. */
export function goTo(part: Element | null | undefined): void {
  if (!(part instanceof HTMLElement)) return;
  if (part.tabIndex < 0 && !part.hasAttribute('tabindex')) part.tabIndex = -1;
  part.focus();
}
