import { useEffect, useMemo, useRef, type JSX } from 'react';
import type { Finding } from '#domain/plan/plan.ts';

/** A line somebody asked to see; `asked` grows with every asking, so that the same line can be asked for again. */
export interface AskedLine {
  readonly line: number;
  readonly asked: number;
}

const marks: Readonly<Record<Finding['severity'], string>> = { 'must-fix': '!', look: '?', note: '·' };

/** The plan's text with line numbers and a mark at each line with a finding. Going to a line selects it and moves focus there. */
export function SourceText(props: {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly findings: readonly Finding[];
  readonly goTo: AskedLine | null;
  readonly onChange: (value: string) => void;
  /** Called when the reader leaves the text. */
  readonly onLeave: () => void;
}): JSX.Element {
  const area = useRef<HTMLTextAreaElement>(null);
  const gutter = useRef<HTMLPreElement>(null);
  const { goTo } = props;
  const numbers = useMemo(() => gutterText(props.value, props.findings), [props.value, props.findings]);
  const value = useRef(props.value);
  useEffect(() => {
    value.current = props.value;
  }, [props.value]);
  useEffect(() => {
    if (goTo === null || area.current === null) return;
    showLine(area.current, value.current, goTo.line);
  }, [goTo]);
  return (
    <div>
      <label htmlFor={props.id}>
        <strong>{props.label}</strong>
      </label>
      <div className="sw-source">
        <pre ref={gutter} aria-hidden="true">
          {numbers}
        </pre>
        <textarea
          ref={area}
          id={props.id}
          wrap="off"
          spellCheck={false}
          value={props.value}
          onChange={(event) => props.onChange(event.target.value)}
          onBlur={props.onLeave}
          onScroll={(event) => {
            if (gutter.current !== null) gutter.current.scrollTop = event.currentTarget.scrollTop;
          }}
        />
      </div>
    </div>
  );
}

/** "  12 !" for each line. */
function gutterText(text: string, findings: readonly Finding[]): string {
  const worst = new Map<number, Finding['severity']>();
  for (const { line, severity } of findings.toReversed()) {
    if (line !== null && (severity === 'must-fix' || worst.get(line) !== 'must-fix'))
      worst.set(line, severity);
  }
  const count = text.split('\n').length;
  return Array.from({ length: count }, (_, i) => {
    const severity = worst.get(i + 1);
    return `${String(i + 1).padStart(4)} ${severity === undefined ? ' ' : marks[severity]}`;
  }).join('\n');
}

function showLine(area: HTMLTextAreaElement, text: string, line: number): void {
  const lines = text.split('\n');
  const from = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  area.focus();
  area.setSelectionRange(from, from + (lines[line - 1]?.length ?? 0));
  const height = area.scrollHeight / Math.max(1, lines.length);
  area.scrollTop = Math.max(0, (line - 4) * height);
}
