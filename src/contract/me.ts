import * as z from 'zod/mini';

/** `GET /api/me`: who the server takes the reader for. Without a login the name is typed with every entry. */
export const me = z.readonly(
  z.object({
    login: z.boolean(),
    name: z.nullable(z.string()),
    role: z.enum(['viewer', 'monitor', 'owner']),
    /** Whom to ask for what the reader may not do: owners first. Nobody where no names are set. */
    ask: z._default(z.readonly(z.array(z.string())), []),
  }),
);
export type Me = z.infer<typeof me>;
