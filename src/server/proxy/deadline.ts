import type { Ms } from '#domain/time/time.ts';

const held = new Set<AbortSignal>();

/**
 * A signal that is aborted after `ms`, with a TimeoutError as its reason, whoever listens. `AbortSignal.timeout` alone does
 * not do: where only `AbortSignal.any` listens to it, Node collects it as garbage (seen in 20.20), and what hangs is waited
 * for for ever. This one is held until its time.
 */
export function deadlineIn(ms: Ms): AbortSignal {
  // oxlint-disable-next-line no-restricted-properties -- it is held here
  const over = AbortSignal.timeout(ms);
  held.add(over);
  over.addEventListener('abort', () => held.delete(over), { once: true });
  return over;
}
