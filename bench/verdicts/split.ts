import { designEffect, logSplitFactor } from '../../src/domain/stats/split-evidence.ts';
import type { Measured, Runs } from './measure.ts';
import { createRng, type Rng } from './rng.ts';

interface Design {
  readonly actors: number;
  readonly allotment: number;
  readonly actual: number;
  /** Requests of one person: their mean, and whether a few people make most of them. */
  readonly requests: 'geometric' | 'heavy';
}

/** People and their requests against an allotment (statistics §4), an hour long. */
const designs: readonly Design[] = [
  { actors: 2000, allotment: 0.05, actual: 0.05, requests: 'geometric' },
  { actors: 2000, allotment: 0.05, actual: 0.1, requests: 'geometric' },
  { actors: 20000, allotment: 0.05, actual: 0.05, requests: 'geometric' },
  { actors: 20000, allotment: 0.05, actual: 0.1, requests: 'geometric' },
  { actors: 2000, allotment: 0.5, actual: 0.5, requests: 'geometric' },
  { actors: 2000, allotment: 0.5, actual: 0.9, requests: 'geometric' },
  { actors: 20000, allotment: 0.01, actual: 0.01, requests: 'geometric' },
  { actors: 20000, allotment: 0.01, actual: 0.02, requests: 'geometric' },
  { actors: 2000, allotment: 0.05, actual: 0.05, requests: 'heavy' },
  { actors: 2000, allotment: 0.05, actual: 0.1, requests: 'heavy' },
  { actors: 20000, allotment: 0.01, actual: 0.01, requests: 'heavy' },
  { actors: 20000, allotment: 0.01, actual: 0.02, requests: 'heavy' },
];

const buckets = 60;

/** Abnormal at less than once in a thousand by chance, as the product has it. */
const alarm = Math.log(1000);

const tolerance = 0.2;

interface Totals {
  /** Distinct people and requests on the new and the old path so far. */
  newPeople: number;
  oldPeople: number;
  newRequests: number;
  oldRequests: number;
}

type Split = (totals: Totals, allotment: number, perActor: number) => boolean;

/** Ways to compare a split with its allotment. Those of the product come first. */
const methods = {
  stagewatch: ({ newPeople, oldPeople }, allotment) =>
    logSplitFactor(newPeople, oldPeople, allotment, tolerance) >= alarm,
  'stagewatch-requests': ({ newRequests, oldRequests }, allotment, perActor) => {
    const effect = designEffect(perActor);
    return logSplitFactor(newRequests / effect, oldRequests / effect, allotment, tolerance) >= alarm;
  },
  'raw-requests': ({ newRequests, oldRequests }, allotment) =>
    logSplitFactor(newRequests, oldRequests, allotment, 0) >= alarm,
  'peeked-chi-squared': ({ newRequests, oldRequests }, allotment) => {
    const n = newRequests + oldRequests;
    const z = (newRequests - n * allotment) / Math.sqrt(n * allotment * (1 - allotment));
    // Two-sided p below 0.001.
    return Math.abs(z) > 3.2905267314918945;
  },
} satisfies Readonly<Record<string, Split>>;

/** Whether a method flags a split, from the totals so far. */
export function isFlagged(
  method: keyof typeof methods,
  totals: Totals,
  allotment: number,
  perActor: number,
): boolean {
  return methods[method](totals, allotment, perActor);
}

/** Rates of flagging a right and a wrong split, and the mean bucket in which a wrong one is flagged. */
export function measureSplits({ healthy, seed }: Runs): readonly Measured[] {
  return designs.flatMap((design, d) => {
    const rng = createRng(seed + 101 * d);
    const flagged = new Map<string, number[]>(Object.keys(methods).map((method) => [method, []]));
    for (let run = 0; run < healthy; run++) {
      for (const [method, bucket] of watch(design, rng)) flagged.get(method)?.push(bucket);
    }
    return [...flagged].map(([method, at]) => rowOf(design, method, at, healthy));
  });
}

function rowOf(design: Design, method: string, at: readonly number[], runs: number): Measured {
  const right = design.actual === design.allotment;
  const rate = at.length / runs;
  const delay = at.length === 0 ? Number.NaN : at.reduce((sum, bucket) => sum + bucket, 0) / at.length;
  return {
    id: `split ${design.actors} ${design.requests} ${design.allotment}->${design.actual}`,
    method,
    falseAlarm: right ? rate : Number.NaN,
    detected: right ? Number.NaN : rate,
    delay: right ? Number.NaN : delay,
    optimum: Number.NaN,
    ratioEqualFa: Number.NaN,
    ratioGuaranteed: null,
  };
}

/** One hour of one stage: the methods that flagged it, and the bucket they did in. */
function watch(design: Design, rng: Rng): ReadonlyMap<string, number> {
  const flagged = new Map<string, number>();
  const totals: Totals = { newPeople: 0, oldPeople: 0, newRequests: 0, oldRequests: 0 };
  const perBucket = Array.from({ length: buckets }, () => ({ ...totals }));
  const isNew = (): boolean => rng.uniform() < design.actual;
  let requests = 0;
  for (let person = 0; person < design.actors; person++) {
    const onNew = isNew();
    const count = requestsOf(design, rng);
    requests += count;
    // A visit: the person's requests fall around one moment.
    const first = Math.floor(rng.uniform() * buckets);
    for (let k = 0; k < count; k++) {
      const bucket = perBucket[Math.min(buckets - 1, first + Math.floor(rng.uniform() * 3))];
      if (bucket === undefined) continue;
      if (onNew) bucket.newRequests += 1;
      else bucket.oldRequests += 1;
    }
    const seen = perBucket[first];
    if (seen !== undefined && onNew) seen.newPeople += 1;
    else if (seen !== undefined) seen.oldPeople += 1;
  }
  const perActor = requests / design.actors;
  for (const [i, bucket] of perBucket.entries()) {
    totals.newPeople += bucket.newPeople;
    totals.oldPeople += bucket.oldPeople;
    totals.newRequests += bucket.newRequests;
    totals.oldRequests += bucket.oldRequests;
    for (const [method, flags] of Object.entries(methods))
      if (!flagged.has(method) && flags(totals, design.allotment, perActor)) flagged.set(method, i + 1);
  }
  return flagged;
}

/** Geometric with mean 5 (design effect 9), or log-normal with mean 3.9 and a heavier tail (about 13). */
function requestsOf({ requests }: Design, rng: Rng): number {
  if (requests === 'geometric') return 1 + Math.floor(Math.log(1 - rng.uniform()) / Math.log(0.8));
  return Math.max(1, Math.round(Math.exp(0.75 + 1.1 * rng.normal())));
}
