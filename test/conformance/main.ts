import { conform } from './conform.ts';

const folder = process.argv[2];
if (folder === undefined) {
  console.error('Name a folder of recordings with an index.json: npm run conformance -- DIR');
  process.exit(2);
}
const { lines, pairs, faults } = await conform(folder);
for (const line of lines) console.log(JSON.stringify(line));
for (const fault of faults) console.error(fault);
console.error(`${lines.length} recordings, ${pairs} pairs of series and total, ${faults.length} faults.`);
process.exit(faults.length > 0 ? 1 : 0);
