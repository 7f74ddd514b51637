import { benchJudge } from './judge.ts';

const benches: Readonly<Record<string, () => void>> = { judge: benchJudge };

const name = process.argv[2] ?? 'judge';
const bench = benches[name];
if (bench === undefined) {
  console.error(`There is no benchmark "${name}". There is: ${Object.keys(benches).join(', ')}.`);
  process.exitCode = 2;
} else {
  bench();
}
