import { metEvidence, logRatio } from '../../src/domain/stats/share-bets.ts';
import type { Measured, Runs } from './measure.ts';
import { createRng } from './rng.ts';

const p0 = 0.01;
const most = 20_000;
const block = 20;

/** True rates as parts of the limit (statistics §2.2). */
const rates = [0, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1, 1.2];

/**
 * The other direction: requests until a limit of 1 % is shown to be met, beside Wald's test that knows the true rate. At or
 * over the limit "met" is the false alarm. Delays are in requests, what is not shown within 20,000 counts as that many.
 */
export function measureMet({ broken, seed }: Runs): readonly Measured[] {
  return rates.map((rate, r) => {
    const rng = createRng(seed + 62_000 + r);
    const p = rate * p0;
    const at = Math.log(20);
    let [shown, ours, best] = [0, 0, 0];
    for (let run = 0; run < broken; run++) {
      let [x, n, met, wald] = [0, 0, 0, 0];
      while (n < most && (met === 0 || wald === 0)) {
        x += rng.poisson(block * p);
        n += block;
        if (met === 0 && metEvidence(x, n, p0) >= at) met = n;
        if (wald === 0 && rate < 1 && logRatio(Math.max(p, 1e-12), p0, x, n) >= at) wald = n;
        if (rate >= 1) wald = most;
      }
      if (met > 0) shown += 1;
      ours += met === 0 ? most : met;
      best += wald === 0 ? most : wald;
    }
    const healthy = rate < 1;
    return {
      id: `met r=${rate}`,
      method: 'stagewatch',
      falseAlarm: healthy ? Number.NaN : shown / broken,
      detected: healthy ? shown / broken : Number.NaN,
      delay: healthy ? ours / broken : Number.NaN,
      optimum: healthy ? best / broken : Number.NaN,
      ratioEqualFa: Number.NaN,
      ratioGuaranteed: healthy ? ours / best : null,
    };
  });
}
