import * as z from 'zod';
import { blockSchema } from '#domain/plan/block-schema.ts';

/** The JSON Schema of a plan's `stagewatch` block, for editors. */
export function planSchema(): object {
  return {
    ...z.toJSONSchema(blockSchema, { unrepresentable: 'any', io: 'input' }),
    title: 'The stagewatch block of a release plan',
  };
}
