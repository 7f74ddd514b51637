import type { Verdict } from './verdict.ts';

/** Everything else that is wrong at a stage beside what its verdict says first, worst first. */
export function sayAlso({ also }: Pick<Verdict, 'also'>): string {
  return also.map((cause) => cause.reason).join(' ');
}
