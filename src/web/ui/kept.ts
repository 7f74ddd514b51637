import { createContext } from 'react';

/** Whether what can't be read again is still on screen as it was read last. */
export const Kept = createContext(false);
