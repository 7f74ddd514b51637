import { createContext, useContext, useEffect, useState } from 'react';
import { createPlanDesk, type PlanDesk } from './plan-desk.ts';

/** Makes the desks of the pages below: in a worker, unless a test says otherwise. */
export const PlanDeskMaker = createContext<() => PlanDesk>(createPlanDesk);

/** A desk for as long as the page is open. */
export function usePlanDesk(): PlanDesk {
  const make = useContext(PlanDeskMaker);
  const [desk] = useState(make);
  useEffect(() => () => desk.close(), [desk]);
  return desk;
}
