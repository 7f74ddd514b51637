import * as z from 'zod/mini';
import { verdict } from './verdict.ts';

/** Where an answer about the past comes from: the judgement whose evidence was kept, by which rules and which plan. */
export const asJudged = z.readonly(
  z.object({
    at: z.number(),
    rules: z.number(),
    planVersion: z.number(),
    /** What each signal was asked of its source, and where a person can look. */
    queries: z.readonly(
      z.array(
        z.readonly(
          z.object({
            signal: z.string(),
            source: z.string(),
            query: z.nullable(z.string()),
            link: z.nullable(z.string()),
          }),
        ),
      ),
    ),
  }),
);
export type AsJudged = z.infer<typeof asJudged>;

/** `GET …/stages/:stage/judged-again?at=`: a verdict as it was recorded, and as its evidence is judged now. */
export const judgedAgain = z.readonly(
  z.object({
    asJudged,
    /** The judging rules of this Stagewatch: other rules may say something else. */
    rulesNow: z.number(),
    recorded: verdict,
    /** `null` where the plan of that version no longer gives the stage. */
    again: z.nullable(verdict),
    same: z.boolean(),
  }),
);
export type JudgedAgain = z.infer<typeof judgedAgain>;
