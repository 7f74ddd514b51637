import { createContext, useContext, useMemo, useState, type JSX, type ReactNode } from 'react';

/** The moment all charts of a page are read at; `null`: each at its newest bucket. */
export interface ChartCursor {
  readonly at: number | null;
  readonly move: (at: number | null) => void;
}

const CursorContext = createContext<ChartCursor>({ at: null, move: () => undefined });

/** One cursor for the charts within. Only what reads the cursor is drawn again when it moves. */
export function ChartCursorProvider({ children }: { readonly children: ReactNode }): JSX.Element {
  const [at, move] = useState<number | null>(null);
  const cursor = useMemo(() => ({ at, move }), [at]);
  return <CursorContext value={cursor}>{children}</CursorContext>;
}

export function useChartCursor(): ChartCursor {
  return useContext(CursorContext);
}
