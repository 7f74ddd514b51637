import { createContext, useContext } from 'react';
import type { Me } from '#contract/me.ts';

/** Until the server says otherwise there is no login, and who writes types a name. */
const typed: Me = { login: false, name: null, role: 'owner', ask: [] };

/** Who reads this page, as the server knows them. */
export const ReaderContext = createContext<Me | undefined>(undefined);

export function useReader(): Me {
  return useContext(ReaderContext) ?? typed;
}

const ranks: readonly Me['role'][] = ['viewer', 'monitor', 'owner'];

/** Whether what takes a role is open to the reader. The server decides; the page only says so before anything is typed. */
export function mayWrite(reader: Me, takes: Me['role']): boolean {
  return ranks.indexOf(reader.role) >= ranks.indexOf(takes);
}

/** Whom to ask for what takes a role. */
export function whomToAsk({ ask }: Me, takes: Me['role']): string {
  if (ask.length === 0) return `an owner${takes === 'owner' ? '' : ' or a monitor'}`;
  // Of a long list the first few will do.
  return ask.slice(0, 3).join(' or ');
}

/** Says what the reader can't do, and whom to ask. */
export function sayMayNot(reader: Me, takes: Me['role'], what = 'record this'): string {
  return `You can see this rollout but can’t ${what}. Ask ${whomToAsk(reader, takes)}.`;
}
