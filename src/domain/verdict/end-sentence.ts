/** A person's text as a sentence of its own: a full stop is added only where it has no end yet. "All forms?" stays as it is. */
export function endSentence(text: string): string {
  const bare = text.trimEnd();
  return /[.?!…]["'”’)\]]*$/.test(bare) ? bare : `${bare}.`;
}
