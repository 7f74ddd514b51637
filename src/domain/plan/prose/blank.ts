/** Why a value says nothing: left empty, a marker of the template, or words that put it off. */
export type BlankKind =
  | 'empty'
  | 'marker'
  | 'lorem'
  | 'date-marker'
  | 'put-off'
  | 'not-applicable'
  | 'template';

const markers =
  /^\W*(?:fill[ _-]?in|pick[ _-]?one|insert[ \w]*|link(?:s)? here|date|duration|n|x+|x+%?|xx+\.x+%?|x\/x|x% ?(?:\(.*\))?|_{2,}%?|\?{2,}|todo|add link|name|names?|enter .*)\W*$/i;
const dateMarker = /\b(?:mm?\/dd?(?:\/yy(?:yy)?)?|yyyy-mm-dd)\b|\bdate - date\b|\d\/x+\/\d/i;
const putOff =
  /^\W*(?:tbd|tba|tbc|t\.b\.d\.?|to be (?:determined|decided|defined|confirmed|announced|filled)|pending|unknown|not (?:yet )?(?:known|decided|determined|set|sure)|need(?:s)? to be|coming soon|wip)\b/i;
const toProvide = /^\W*[\w ]{1,20}\bto (?:provide|fill|supply|add|confirm)\W*$/i;
const notApplicable = /^\W*(?:n\/?a|not applicable|none needed|not needed)\b/i;
const emptyValue = /^[\s.,:;*_~|/\\()[\]{}<>%#-]*$/;

/**
 * Tells whether a value is blank, and how.
 * @returns `null` where it holds words of its own.
 */
export function blankKind(value: string): BlankKind | null {
  const text = value.slice(0, 400).trim();
  if (emptyValue.test(text)) return 'empty';
  if (/\[?\bfill[ _]in\b\]?/i.test(text)) return 'marker';
  if (/^\W*\[?pick[ _]one\]?\W*$/i.test(text) || isUnpickedChoice(text)) return 'marker';
  if (/\blorem ipsum\b/i.test(text)) return 'lorem';
  if (isTemplateWords(text)) return 'template';
  if (dateMarker.test(text)) return 'date-marker';
  if (putOff.test(text) || toProvide.test(text)) return 'put-off';
  if (notApplicable.test(text)) return 'not-applicable';
  if (markers.test(text)) return 'marker';
  return null;
}

/** True where a value says nothing that could be used. "N/A" is an answer. */
export function isBlank(value: string): boolean {
  const kind = blankKind(value);
  return kind !== null && kind !== 'not-applicable';
}

/** "[PICK_ONE]: yes | no | N/A" with nothing picked; "yes/no" offers a choice as well. */
function isUnpickedChoice(text: string): boolean {
  const choice = text.replace(/^\W*\[?pick[ _]one\]?\s*:?\s*/i, '').toLowerCase();
  return (
    /^yes\s*[/|]\s*no(?:\s*[/|]\s*n\/?a)?\s*(?:,.*)?$/.test(choice) &&
    !/^yes\/no,\s*\w{2,}(?! ipsum)/.test(choice)
  );
}

/** Words the VA template comes with, which say nothing about this rollout. */
export function isTemplateWords(text: string): boolean {
  return /use your kpis to help|a list that includes kpis listed|it could be things like|\[?link here\]?$/i.test(
    text,
  );
}

/** Whether text holds a hole in the middle of words of its own: "ran on ____ from 8am", "above xx%". */
export function hasHole(text: string): boolean {
  return /_{2,}|\bx{2,}(?:\.x+)?\s?%|\bx\.x+\s?%|\bx%|\[\s*(?:tbd|fill[ _]in|insert[^\]]*|date)\s*\]|\?{3,}|\bXXX+\b/i.test(
    text,
  );
}
