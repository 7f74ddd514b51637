import { changedEvent } from '#contract/rollout.ts';

/** What a page is told by the server's pushes. */
export interface Told {
  /** Anything at all came from the server. */
  readonly heard: () => void;
  /** What may be worth reading again; `null`: everything, since something may have been missed. */
  readonly changed: (rollout: string | null) => void;
}

/**
 * One stream of the server's pushes. A browser opens it again after a break by itself, with what it saw last; one that follows
 * another (`mayHaveMissed`) does not know what came between, so that everything is read again once it stands.
 * @returns what closes it.
 */
export function eventStream({ heard, changed }: Told, mayHaveMissed: boolean): () => void {
  const source = new EventSource('/api/events');
  let isNew = mayHaveMissed;
  source.addEventListener('hello', () => {
    heard();
    if (isNew) changed(null);
    isNew = false;
  });
  source.addEventListener('alive', heard);
  source.addEventListener('changed', (event) => {
    heard();
    const data: unknown = event.data;
    const parsed = changedEvent.safeParse(typeof data === 'string' ? parseOr(data) : undefined);
    if (parsed.success) changed(parsed.data.rollout);
  });
  return () => source.close();
}

function parseOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
