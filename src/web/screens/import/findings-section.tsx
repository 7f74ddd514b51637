import { useState, type JSX } from 'react';
import type { BlockEdit } from '#domain/plan/edit/edit-block.ts';
import type { Finding } from '#domain/plan/plan.ts';
import { FaultSummary, ifEmpty, useFaults } from '../../ui/faults.tsx';
import { thenFocus } from '../../ui/then-focus.ts';
import { FindingList } from '../../ui/finding-list.tsx';
import { notWritten } from './not-written.ts';
import { findingsAsMarkdown, findingsOf, type ReadPlan } from './import-model.ts';

/** What is blank, contradictory or wrong in the plan; each leads to its line, and each can be kept with a reason. */
export function FindingsSection(props: {
  readonly plan: ReadPlan;
  readonly onGo: (line: number) => void;
  readonly onEdit: (edit: BlockEdit) => Promise<boolean>;
}): JSX.Element {
  const { plan } = props;
  const [stage, setStage] = useState('');
  const [copied, setCopied] = useState<string | null>(null);
  const shown = findingsOf(plan, stage);
  const copy = (): void => {
    const text = findingsAsMarkdown(plan.title, shown);
    navigator.clipboard.writeText(text).then(
      () => setCopied(`${shown.length} findings copied.`),
      () => setCopied('Not copied: this browser does not let a page copy here.'),
    );
  };
  return (
    <section className="sw-section" aria-labelledby="findings">
      <h2 id="findings" tabIndex={-1}>
        Findings ({plan.findings.length})
      </h2>
      <div className="sw-form">
        <label htmlFor="findings-stage">
          Show
          <select id="findings-stage" value={stage} onChange={(event) => setStage(event.target.value)}>
            <option value="">The whole plan</option>
            {plan.stages.map((one) => (
              <option key={one.id} value={one.id}>
                {one.label}
              </option>
            ))}
          </select>
        </label>
        <button type="button" onClick={copy}>
          Copy findings as Markdown
        </button>
        {copied === null ? null : <output>{copied}</output>}
      </div>
      {shown.length === 0 ? <p>No findings here.</p> : null}
      <FindingList
        findings={shown}
        onGo={props.onGo}
        renderActions={(finding) =>
          finding.severity === 'note' ? null : <KeepAsIs finding={finding} onEdit={props.onEdit} />
        }
      />
    </section>
  );
}

function KeepAsIs({
  finding,
  onEdit,
}: {
  readonly finding: Finding;
  readonly onEdit: (edit: BlockEdit) => Promise<boolean>;
}): JSX.Element {
  const [reason, setReason] = useState('');
  const id = `keep-${finding.code}-${finding.of ?? finding.line ?? 0}`;
  const faults = useFaults(() =>
    ifEmpty(
      id,
      reason,
      'Say why: the reason goes into the plan, and whoever asks in a month reads it there.',
    ),
  );
  return (
    <details>
      <summary>Keep as is, with a reason</summary>
      <FaultSummary faults={faults} title={notWritten} />
      <form
        className="sw-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!faults.look()) return;
          const { code, line, of } = finding;
          const edit = { kind: 'accept', finding: code, line, of, reason: reason.trim() } as const;
          void thenFocus('findings', onEdit(edit));
        }}
      >
        <label htmlFor={id}>
          Reason
          <input
            id={id}
            value={reason}
            {...faults.at(id)}
            onChange={(event) => setReason(event.target.value)}
          />
        </label>
        <button type="submit">Keep as is</button>
      </form>
    </details>
  );
}
