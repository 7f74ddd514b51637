import * as z from 'zod/mini';

const kept = z.object({ text: z.string(), version: z.nullable(z.number()) });

/** Text that was typed and not saved, with the version of the plan it began from (`null`: a new plan). */
export type KeptText = z.infer<typeof kept>;

/** What this machine still holds for a plan; `null` where there is nothing. */
export function readKept(key: string): KeptText | null {
  const raw = localStorage.getItem(key);
  if (raw === null) return null;
  try {
    const parsed = kept.safeParse(JSON.parse(raw));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** A full store must not lose what is being typed: it only is not kept beyond this page. */
export function keepText(key: string, one: KeptText): void {
  try {
    localStorage.setItem(key, JSON.stringify(one));
  } catch {
    localStorage.removeItem(key);
  }
}
