import { useState, type JSX } from 'react';

/** More than this is refused by the server; a release plan is a tenth of it. */
const mostBytes = 262_144;

/** Opens or takes a dropped file; pasting goes straight into the text. */
export function BringSection({ onText }: { readonly onText: (text: string) => void }): JSX.Element {
  const [problem, setProblem] = useState<string | null>(null);
  const take = async (file: File | undefined): Promise<void> => {
    if (file === undefined) return;
    if (file.size > mostBytes) {
      const kB = Math.ceil(file.size / 1024);
      setProblem(`${file.name} is ${kB} kB; at most 256 kB can be read. Cut it to the release plan itself.`);
      return;
    }
    try {
      onText(await file.text());
      setProblem(null);
    } catch {
      setProblem(`${file.name} can't be read. Check that it is still there, and that it is a text file.`);
    }
  };
  return (
    // Dropping is a shortcut for pointers: the button below does the same for everyone.
    <div
      className="sw-drop"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        void take(event.dataTransfer.files[0]);
      }}
    >
      <label htmlFor="plan-file">
        <strong>Open the plan’s Markdown file,</strong> drop it here, or paste its text below{' '}
        <input
          id="plan-file"
          type="file"
          accept=".md,.markdown,.txt,text/markdown,text/plain"
          onChange={(event) => void take(event.target.files?.[0])}
        />
      </label>
      {problem === null ? null : <p role="alert">{problem}</p>}
    </div>
  );
}
