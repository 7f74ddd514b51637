import { thresholdsOf, type Thresholds } from '../../src/domain/stats/evidence.ts';

const only = { alpha: 0.01, alphaMet: 0.05, sharedOver: 1, lookAt: null } as const;

/** The product's thresholds for one criterion where the engine has all of alpha: no look at the end. */
export const engineOnly: Thresholds = thresholdsOf({ ...only, plannedBuckets: null });

/** As it ships in a stage with a planned end: alpha is split with the exact look there. */
export const withLook: Thresholds = thresholdsOf({ ...only, plannedBuckets: 1 });
