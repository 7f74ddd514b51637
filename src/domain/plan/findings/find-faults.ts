import type { Finding } from '../plan.ts';
import type { ProsePlan } from '../prose/prose-plan.ts';
export function findFaults(_plan: ProsePlan): readonly Finding[] { return []; }
