import type { JSX } from 'react';
import type { Rollout } from '#contract/rollout.ts';

const severityWords = { 'must-fix': 'Must fix', look: 'Look', note: 'Note' } as const;

/** What is wrong with the plan, with its lines. */
export function FindingsSection({ rollout }: { readonly rollout: Rollout }): JSX.Element {
  return (
    <section className="sw-section" aria-labelledby="findings">
      <h2 id="findings">Findings in the plan</h2>
      {rollout.findings.length === 0 ? (
        <p>None. Stagewatch checks limits, lengths, audiences and what calls for a roll back.</p>
      ) : (
        <ul>
          {rollout.findings.map((finding) => (
            <li key={`${finding.code} ${finding.line ?? 0}`}>
              <strong>{severityWords[finding.severity]}</strong>
              {finding.line === null ? '' : ` (line ${finding.line})`}: {finding.message}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
