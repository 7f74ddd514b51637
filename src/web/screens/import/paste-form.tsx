import { useState, type JSX } from 'react';
import type { BlockEdit } from '#domain/plan/edit/edit-block.ts';
import { pastedQueries } from '#domain/plan/edit/pasted-queries.ts';

/** Takes the queries of a dashboard the plan links to: pasted in, chosen one by one, nothing fetched. */
export function PasteForm({
  taken,
  onEdit,
}: {
  /** Ids of the signals the plan has already: they are never replaced. */
  readonly taken: readonly string[];
  readonly onEdit: (edit: BlockEdit) => Promise<boolean>;
}): JSX.Element {
  const [text, setText] = useState('');
  const found = pastedQueries(text, taken);
  return (
    <details>
      <summary>Paste the queries of a dashboard</summary>
      <label htmlFor="pasted">
        <strong>A Datadog dashboard as JSON, or one query a line</strong>
      </label>
      <p className="sw-small">
        In Datadog: the dashboard’s settings, “Copy dashboard JSON”. Stagewatch opens no link for you.
      </p>
      <textarea
        id="pasted"
        rows={5}
        cols={60}
        value={text}
        spellCheck={false}
        onChange={(event) => setText(event.target.value)}
      />
      {text !== '' && found.length === 0 ? (
        <p role="alert">
          No query found. A query looks like sum:web.requests&#123;env:prod&#125;.as_count().
        </p>
      ) : null}
      <ul className="sw-list">
        {found.map(({ id, title, signal }) => (
          <li key={id} className="sw-step">
            <p className="sw-small">
              <strong>{title === '' ? id : title}</strong> ({signal.kind}): {signal.query}
            </p>
            <button type="button" onClick={() => void onEdit({ kind: 'signals', signals: { [id]: signal } })}>
              Add as “{id}”
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}
