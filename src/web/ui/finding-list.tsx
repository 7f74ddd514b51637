import type { JSX, ReactNode } from 'react';
import type { Finding } from '#domain/plan/plan.ts';

const words: Readonly<Record<Finding['severity'], string>> = {
  'must-fix': 'Must fix',
  look: 'Look',
  note: 'Note',
};

const tones: Readonly<Record<Finding['severity'], string>> = {
  'must-fix': 'sw-tone-hold',
  look: 'sw-tone-watching',
  note: 'sw-tone-off',
};

/** Findings of a plan, the gravest first: what is wrong, why it matters, and where. */
export function FindingList(props: {
  readonly findings: readonly Finding[];
  readonly onGo?: (line: number) => void;
  /** What can be done about a finding. */
  readonly renderActions?: (finding: Finding) => ReactNode;
}): JSX.Element {
  const order = ['must-fix', 'look', 'note'] as const;
  const sorted = order.flatMap((severity) => props.findings.filter((one) => one.severity === severity));
  return (
    <ul className="sw-list">
      {sorted.map((finding) => (
        <li key={`${finding.code} ${finding.line ?? 0} ${finding.of ?? ''}`} className="sw-step">
          <p>
            <span className={`sw-tag ${tones[finding.severity]}`}>{words[finding.severity]}</span>{' '}
            <Where line={finding.line} onGo={props.onGo} />
          </p>
          <p>{finding.message}</p>
          {props.renderActions?.(finding)}
        </li>
      ))}
    </ul>
  );
}

function Where({
  line,
  onGo,
}: {
  readonly line: number | null;
  readonly onGo: ((line: number) => void) | undefined;
}): JSX.Element {
  if (line === null) return <span className="sw-quiet">The whole plan</span>;
  if (onGo === undefined) return <span className="sw-quiet">Line {line}</span>;
  return (
    <button type="button" className="sw-link" onClick={() => onGo(line)}>
      Line {line}
    </button>
  );
}
