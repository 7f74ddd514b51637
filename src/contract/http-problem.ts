import * as z from 'zod/mini';

/** An error as RFC 9457 problem details: what failed (`title`), the value (`detail`), the remedy (`remedy`). */
export const httpProblem = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  detail: z.string(),
  remedy: z.string(),
});
export type HttpProblem = z.infer<typeof httpProblem>;
