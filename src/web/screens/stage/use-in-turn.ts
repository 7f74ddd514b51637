import { useEffect, useMemo, useState } from 'react';

interface Made<In, Out> {
  readonly from: In;
  readonly out: Out;
}

/**
 * Makes something of every item: all at first, and after that those that have changed, one a task, in their order. A page of
 * charts that is refreshed at once would keep a key press waiting for half a second.
 */
export function useInTurn<In extends { readonly id: string }, Out>(
  wanted: readonly In[],
  make: (one: In) => Out,
): readonly Out[] {
  const [made, setMade] = useState<readonly Made<In, Out>[]>(() =>
    wanted.map((one) => ({ from: one, out: make(one) })),
  );
  const next = wanted.findIndex((one, i) => made[i]?.from !== one);
  const isDone = next === -1 && made.length === wanted.length;
  useEffect(() => {
    if (isDone) return undefined;
    const turn = setTimeout(() => {
      setMade((before) =>
        wanted.map((one, i) => {
          const known = before.find((old) => old.from.id === one.id);
          return known === undefined || i === next ? { from: one, out: make(one) } : known;
        }),
      );
    });
    return () => clearTimeout(turn);
  }, [wanted, make, next, isDone]);
  return useMemo(() => made.map((one) => one.out), [made]);
}
