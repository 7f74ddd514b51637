import { benchBreach } from './breach.ts';
import { benchJudge } from './judge.ts';
import { benchPage } from './page/page.ts';
import { benchPlans } from './plans.ts';
import { benchProxy } from './proxy.ts';
import { benchSoak } from './soak/soak.ts';
import { benchVerdicts } from './verdicts/run.ts';

type Bench = (args: readonly string[]) => number | Promise<number>;

const benches: Readonly<Record<string, Bench>> = {
  judge: () => {
    benchJudge();
    return 0;
  },
  proxy: benchProxy,
  breach: benchBreach,
  page: benchPage,
  plans: benchPlans,
  soak: benchSoak,
  verdicts: benchVerdicts,
};

const [name = 'judge', ...args] = process.argv.slice(2);
const bench = benches[name];
if (bench === undefined) {
  console.error(`There is no benchmark "${name}". There is: ${Object.keys(benches).join(', ')}.`);
  process.exitCode = 2;
} else {
  process.exitCode = await bench(args);
}
