import * as z from 'zod/mini';

/** Why a contact has no number to show. */
const noNumber = z.enum(['no ref', 'none on file', 'not for your role', 'not readable with this key']);

/** `GET /api/rollouts/:id/contacts`: whom the plan says to call, and how, to those who may know. */
export const contactList = z.readonly(
  z.array(
    z.readonly(
      z.object({
        for: z.string(),
        hours: z.enum(['business', 'after', 'always']),
        role: z.string(),
        via: z.nullable(z.string()),
        ref: z.nullable(z.string()),
        /** Whether this is whom to call at this hour. */
        now: z.boolean(),
        number: z.nullable(z.string()),
        why: z.nullable(noNumber),
      }),
    ),
  ),
);
export type ContactList = z.infer<typeof contactList>;

/** `POST /api/rollouts/:id/contacts/:ref/number`. */
export const postNumber = z.strictObject({
  who: z.optional(z.string().check(z.trim(), z.minLength(1), z.maxLength(120))),
  number: z.string().check(z.regex(/^\+?[\d][\d ().-]{4,38}(?: ?(?:x|ext\.?) ?\d{1,8})?$/)),
});
