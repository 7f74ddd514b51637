import { useState, type JSX } from 'react';

/** Copies a text; where the browser refuses, it shows the text instead of pretending. */
export function CopyButton({
  text,
  what,
}: {
  readonly text: () => string;
  readonly what: string;
}): JSX.Element {
  const [state, setState] = useState<'idle' | 'copied' | 'refused'>('idle');
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text());
      setState('copied');
    } catch {
      setState('refused');
    }
  };
  return (
    <div className="sw-noprint">
      <button type="button" onClick={() => void copy()}>
        Copy {what}
      </button>{' '}
      {state === 'copied' ? <output>Copied.</output> : null}
      {state === 'refused' ? (
        <>
          <output>The browser does not let this page copy. Select the text and copy it by hand.</output>
          <pre className="sw-code">{text()}</pre>
        </>
      ) : null}
    </div>
  );
}
