import type { Plan } from '../plan/plan.ts';
import { nextTurn, parseDayHours } from '../time/day-hours.ts';
import type { EpochMs } from '../time/time.ts';

/** When whom to call changes next, because business hours begin or end; `null` where the plan calls the same people at any hour. */
export function handOverAt({ businessHours, contacts, zone }: Plan, now: EpochMs): EpochMs | null {
  const hours = parseDayHours(businessHours ?? '');
  const changes = contacts.some((one) => one.hours !== 'always');
  return hours === undefined || !changes ? null : nextTurn(hours, now, zone);
}
