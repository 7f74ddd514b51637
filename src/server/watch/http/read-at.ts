import type { Context } from 'hono';
import { minute, type EpochMs, type Ms } from '#domain/time/time.ts';
import { problem } from './problem.ts';

/** A reader's clock may run ahead by so much. */
const ahead: Ms = minute;

/** `?at=` as milliseconds or ISO; `null` without one, `undefined` when it is no time, or one that has not come yet. */
export function readAt(c: Context, now: EpochMs): EpochMs | null | undefined {
  const text = c.req.query('at');
  if (text === undefined) return null;
  const at = instantOf(text);
  // What stands now must not be shown as what will stand.
  return at === undefined || at > now + ahead ? undefined : at;
}

function instantOf(text: string): EpochMs | undefined {
  if (/^\d+$/.test(text)) return Number(text);
  // A time without a zone would be read in the machine's own.
  const isInstant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/.test(text);
  const at = isInstant ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? undefined : at;
}

/** Refuses what is no time. */
export function badAt(c: Context): Response {
  return problem(c, 400, {
    title: 'Not a time',
    detail: `at=${c.req.query('at') ?? ''} is no instant, or has not come yet.`,
    remedy: 'Write at=2024-11-05T19:40Z, or milliseconds since 1970.',
  });
}

/** Nothing was kept that could be judged again. */
export function nothingKept(c: Context): Response {
  return problem(c, 404, {
    title: 'No evidence of that time',
    detail: 'No judgement of this stage was kept at or before that time.',
    remedy: 'See …/verdicts for when it was judged. What is past its keeping was exported first.',
  });
}
