import { useQuery } from '@tanstack/react-query';
import type { JSX, ReactNode } from 'react';
import { meQuery } from '../data/me.ts';
import { ReaderContext } from '../ui/reader.ts';

/** Tells every form whom the server takes the reader for. Until it has said so, forms ask for a name. */
export function ReaderProvider({ children }: { readonly children: ReactNode }): JSX.Element {
  return <ReaderContext value={useQuery(meQuery).data}>{children}</ReaderContext>;
}
