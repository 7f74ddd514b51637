/** Runs each piece of work once the one before it has ended. */
export type Queue = <T>(work: () => Promise<T>) => Promise<T>;

/** A queue of one place. What fails is the matter of whoever asked for it, and holds up nobody. */
export function oneAtATime(): Queue {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };
}
