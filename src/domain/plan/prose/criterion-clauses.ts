/** A criterion's words and line, with the label they stand under where that adds meaning. */
export interface SaidCriterion {
  readonly text: string;
  readonly line: number;
  readonly stageLabel: string | null;
  /** The words the limit is read from, where they are not the text. */
  readonly limitWords?: string;
}

/** Sentences and, where each part stands alone, list items of one field. */
export function clauses(text: string, line: number): readonly SaidCriterion[] {
  const bare = text.replace(/^\[(.*)\]$/s, '$1');
  const sentences = bare
    .split(/(?<=[a-zA-Z%)\d]{2}[.;])\s+(?=["“(]?[A-Z\d<>≤≥])|;\s+(?![^(]*\))/)
    .map((part) => part.replace(/[;]$/, '').trim());
  return sentences.flatMap((sentence) => {
    const parts = sentence.split(/,\s+(?![^(]*\))/);
    const isList =
      parts.length > 1 &&
      parts.every((part) => part.length < 70) &&
      parts.filter((part) => /[<>≤≥]\s?\d|\b(?:less|more|fewer) than \d/.test(part)).length > 0;
    return (isList ? parts : [sentence]).map((part) => ({
      text: part.replace(/^and\s+/, ''),
      line,
      stageLabel: null,
    }));
  });
}
