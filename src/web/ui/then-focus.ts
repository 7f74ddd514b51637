/** Once something is done whose form then goes away, moves focus to a heading: it must not fall to the top of the page. */
export async function thenFocus(heading: string, done: Promise<boolean>): Promise<void> {
  if (await done) document.getElementById(heading)?.focus();
}
