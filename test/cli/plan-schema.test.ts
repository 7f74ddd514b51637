import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { planSchema } from '../../src/cli/plan-schema.ts';

it('publishes the schema of the block as editors read it from the package', () => {
  const file = new URL('../../public/schema/plan.json', import.meta.url);
  // Written by: npx tsx src/cli/main.ts schema > public/schema/plan.json
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(JSON.stringify(planSchema())));
});
