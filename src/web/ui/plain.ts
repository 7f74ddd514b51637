/** A sentence of the judge for where nothing can be marked: without the backticks around names. */
export function plain(text: string): string {
  return text.replaceAll('`', '');
}
