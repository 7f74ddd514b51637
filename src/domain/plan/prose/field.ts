import type { Entry } from './entry.ts';

/** A label with its value, as a bullet, a line or a two-cell row. */
export interface Field {
  readonly label: string;
  /** The words behind the label on its own line; may be empty. */
  readonly inline: string;
  /** The inline value, or else the nested lines and bullets joined. */
  readonly value: string;
  readonly line: number;
  readonly endLine: number;
  readonly entry: Entry;
  /** What is nested below the label. */
  readonly children: readonly Entry[];
  readonly kind: FieldKind;
  /** Stands under a Results heading, or is one of the template's result labels. */
  readonly isResult: boolean;
}

export type FieldKind =
  | 'percent'
  | 'length'
  | 'date-or-length'
  | 'date'
  | 'actual-date'
  | 'users'
  | 'tracking'
  | 'access'
  | 'criteria'
  | 'dashboard'
  | 'monitor'
  | 'report-to'
  | 'recruit'
  | 'conduct'
  | 'go-no-go'
  | 'kpi'
  | 'unique-users'
  | 'metrics'
  | 'downstream'
  | 'errors'
  | 'changes'
  | 'bugs'
  | 'other';

const kinds: readonly (readonly [FieldKind, RegExp])[] = [
  ['metrics', /^metrics at this|^actual results|^metrics\b/i],
  [
    'dashboard',
    /^(?:analytics )?dash ?boards?\b|links? to (?:the )?dash|dashboard\(s\)(?! *\?)|monitoring surfaces/i,
  ],
  ['monitor', /^who(?: is|['’]s)? (?:monitor|watch)|^monitor(?:ed by|ing team)/i],
  [
    'criteria',
    /metrics?-based criteria|(?:success|entry|exit|advance(?:ment)?|promotion|acceptance|go\/?no-?go)"?[ -](?:criteri\w+|metrics?)|^"?success"? criteria|criteria (?:to|for) (?:advanc|proceed|mov|progress)/i,
  ],
  ['report-to', /report(?:ed)? to\b|^escalat/i],
  [
    'unique-users',
    /^(?:estimated |actual |total )?(?:number|#|count|no\.?) of (?:unique )?(?:users|visitors|veterans|sessions|events)/i,
  ],
  [
    'users',
    /^(?:desired|expected|planned|target(?:ed)?|estimated|anticipated|approximate)? ?(?:number|#|count|no\.?)? ?of (?:unique )?(?:users|veterans|participants|testers|people)|^(?:desired|expected|planned|target) (?:users|participants)|^(?:number of )?(?:participants|testers)$|^users$/i,
  ],
  [
    'percent',
    /^(?:target |rollout |planned )?percent(?:age)?\b|^% ?(?:of)?|^(?:rollout|traffic|allotment|audience|population|exposure|users?)(?: ?%| percentage| allotment)?$/i,
  ],
  ['date-or-length', /date.*\b(?:or|of|\/) ?(?:test )?duration/i],
  [
    'length',
    /^(?:planned |expected |estimated |test )?(?:length|duration|time ?box|timing|time ?frame|how long|soak|bake)\b|length of time/i,
  ],
  [
    'actual-date',
    /\bactual\b.*\bdates?\b|\bdates?\b.*\bactual\b|^dates? (?:started|launched|enabled|released|turned on|ended)|^(?:started|launched|enabled|released|turned on|start(?:ed)? on|went live)\b/i,
  ],
  [
    'date',
    /^(?:\w+[ -]){0,2}(?:start |end |launch |release )?dates?\b(?! of birth)|^(?:when|start(?:s|ing)?|begins?|schedule[d]?|target(?:ed)? (?:start|launch|release))$|^go[- ]live(?: date)?$|^timeline$/i,
  ],
  [
    'tracking',
    /\btracking\b|^(?:zh|zenhub|github|jira)?\s*(?:tickets?|epics?|issues?)\b(?!s? (?:with|to|identified))/i,
  ],
  [
    'access',
    /how (?:will )?you(?:['’]ll| will)? (?:make|give|limit|be making)|limiting (?:the )?(?:number|#)/i,
  ],
  ['recruit', /how you(?:['’]ll| will) recruit/i],
  ['conduct', /how you(?:['’]ll| will) conduct/i],
  ['downstream', /downstream (?:service|system)s? affected/i],
  ['errors', /types? of errors/i],
  ['bugs', /number of bugs/i],
  ['changes', /changes? .*necess?ar|^if yes|easy for va|va handling/i],
  ['go-no-go', /^go ?\/ ?no[ -]?go/i],
  ['kpi', /\bkpi\b/i],
];

const resultKinds: ReadonlySet<FieldKind> = new Set([
  'unique-users',
  'metrics',
  'downstream',
  'errors',
  'changes',
  'bugs',
]);

/** What a label of the template, or one like it, asks for. */
export function fieldKind(label: string): FieldKind {
  const text = label.replace(/^["“'\s(]+/, '').slice(0, 240);
  return kinds.find(([, pattern]) => pattern.test(text))?.[0] ?? 'other';
}

/** Splits "Label: value". The colons of addresses and times are no labels' ends, nor is a question mark in brackets. */
export function splitLabel(text: string): { readonly label: string; readonly value: string } | null {
  const short = text.slice(0, 2_000);
  const question = short.indexOf('?');
  const colon = labelColon(short);
  const asks = question > 3 && question < 220 && isOpenEnd(short.slice(0, question));
  if (asks && (colon === -1 || question < colon) && /^\?["”)]*\s*(?::|\s|$)/.test(short.slice(question))) {
    const value = short.slice(question + 1).replace(/^["”)]*\s*:?\s*/, '');
    return { label: short.slice(0, question + 1), value };
  }
  if (colon > 0 && colon < 260)
    return { label: short.slice(0, colon).trim(), value: short.slice(colon + 1).trim() };
  const equals = /^([^=<>]{3,60}?) =(?: (.*))?$/.exec(short);
  return equals === null ? null : { label: equals[1] ?? '', value: equals[2] ?? '' };
}

function labelColon(text: string): number {
  for (const match of text.matchAll(/:/g)) {
    const at = match.index;
    const before = text[at - 1] ?? '';
    const after = text[at + 1] ?? '';
    if (after === '/' || after === ':' || before === ':') continue;
    if (
      /\d/.test(before) &&
      /\d/.test(after) &&
      !/^\D*$/.test(text.slice(Math.max(0, at - 2), at)) &&
      /\b\d{1,2}:\d{2}/.test(text.slice(Math.max(0, at - 2), at + 3))
    )
      continue;
    return at;
  }
  return -1;
}

function isOpenEnd(label: string): boolean {
  return label.split('(').length <= label.split(')').length;
}

/** Reads the fields among entries, each with what is nested below it. */
export function readFields(
  entries: readonly Entry[],
  inResults: (entry: Entry) => boolean,
): readonly Field[] {
  return entries.flatMap((entry, i) => {
    const parts = partsOf(entry);
    if (parts === null) return [];
    const children = entry.kind === 'row' ? [] : childrenOf(entries, i);
    const kind = fieldKind(parts.label);
    const nested =
      parts.value === '' ? children.map((child) => child.text).filter((text) => text !== '') : [];
    return [
      {
        ...parts,
        inline: parts.value,
        value: parts.value === '' ? nested.join('\n') : parts.value,
        line: entry.line,
        endLine: children.at(-1)?.endLine ?? entry.endLine,
        entry,
        children,
        kind,
        isResult: inResults(entry) || resultKinds.has(kind),
      },
    ];
  });
}

const percentWithoutColon =
  /^(percent(?:age)? of (?:the )?(?:users|veterans|traffic|actors)(?:\s*\([^)]*\))?)\s*[-–—]?\s*(\d.*)?$/i;

function partsOf(entry: Entry): { readonly label: string; readonly value: string } | null {
  if (entry.kind === 'heading') return null;
  if (entry.kind === 'row') {
    const [label = '', ...values] = entry.cells;
    const isPair = values.length === 1 && fieldKind(label) !== 'other';
    return isPair ? { label: label.replace(/\s*:\s*$/, ''), value: values[0] ?? '' } : null;
  }
  const bare = percentWithoutColon.exec(entry.text);
  if (bare !== null) return { label: bare[1] ?? '', value: bare[2] ?? '' };
  return splitLabel(entry.text);
}

/** What the author indented below an entry; below a line outside lists, the list that follows it. */
export function childrenOf(entries: readonly Entry[], index: number): readonly Entry[] {
  const parent = entries[index];
  if (parent === undefined) return [];
  const children: Entry[] = [];
  // One column more is a slip of the keyboard, unless the line above asks for what follows.
  const slack = parent.indent >= 0 && !/:\W*$/.test(parent.text) ? 1 : 0;
  for (let i = index + 1; i < entries.length; i++) {
    const entry = entries[i];
    if (
      entry === undefined ||
      entry.kind === 'heading' ||
      entry.kind === 'row' ||
      entry.indent <= parent.indent + slack
    )
      break;
    children.push(entry);
  }
  return children;
}
