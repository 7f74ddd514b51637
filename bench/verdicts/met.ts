import { metEvidence, logRatio } from '../../src/domain/stats/share-bets.ts';
import { engineOnly } from './as-shipped.ts';
import type { Measured, Runs } from './measure.ts';
import { createRng, type Rng } from './rng.ts';

const p0 = 0.01;
const most = 20_000;
const block = 20;

/** Stages simulated exactly at the limit: its false Met is close to 5 %, so that its noise must be small. */
const atTheLimit = 40_000;

/** True rates as parts of the limit (statistics §2.2). */
const rates = [0, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.2];

/**
 * The other direction: requests until a limit of 1 % is shown to be met, beside Wald's test that knows the true rate. At or
 * over the limit "met" is the false alarm. Delays are in requests, what is not shown within 20,000 counts as that many.
 */
export function measureMet({ broken, seed }: Runs): readonly Measured[] {
  return rates.map((rate, r) => {
    const rng = createRng(seed + 62_000 + r);
    const times = Array.from({ length: rate === 1 ? atTheLimit : broken }, () => timesUntilMet(rng, rate));
    const shown = times.filter((one) => one.shown).length / times.length;
    const mean = (of: (one: Times) => number): number =>
      times.reduce((sum, one) => sum + of(one), 0) / times.length;
    const base = { id: `met r=${rate}`, method: 'stagewatch', ratioEqualFa: Number.NaN };
    const none = { detected: Number.NaN, delay: Number.NaN, optimum: Number.NaN, ratioGuaranteed: null };
    if (rate >= 1) return { ...base, ...none, falseAlarm: shown };
    const [delay, optimum] = [mean((one) => one.ours), mean((one) => one.best)];
    return {
      ...base,
      falseAlarm: Number.NaN,
      detected: shown,
      delay,
      optimum,
      ratioGuaranteed: delay / optimum,
    };
  });
}

interface Times {
  readonly shown: boolean;
  readonly ours: number;
  readonly best: number;
}

/** Requests until the product, and until Wald's test with the true rate, show the limit met. */
function timesUntilMet(rng: Rng, rate: number): Times {
  const p = rate * p0;
  const enough = engineOnly.met;
  let [x, n] = [0, 0];
  let ours: number | null = null;
  // At or over the limit there is nothing to find.
  let best: number | null = rate < 1 ? null : most;
  while (n < most && (ours === null || best === null)) {
    // Given how many there are, which of them are events is binomial: what the bound is proven for.
    const events = rng.poisson(block * p);
    x += events;
    n += events + rng.poisson(block * (1 - p));
    if (ours === null && metEvidence(x, n, p0) >= enough) ours = n;
    if (best === null && logRatio(Math.max(p, 1e-12), p0, x, n) >= enough) best = n;
  }
  return { shown: ours !== null, ours: ours ?? most, best: best ?? most };
}
