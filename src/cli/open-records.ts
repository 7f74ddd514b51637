import { openEmbeddedStore } from '#server/watch/records/open-embedded-store.ts';
import { openPostgresStore } from '#server/watch/records/open-postgres-store.ts';
import type { Store } from '#server/watch/records/store.ts';
import type { RecordsConfig } from './serve-config.ts';

/** Opens the records where the environment says they are, and brings them to this version. */
export function openRecords(
  { data, databaseUrl }: RecordsConfig,
  now: number,
  report: (message: string) => void,
): Promise<Store> {
  return databaseUrl === null ? openEmbeddedStore(data, now) : openPostgresStore(databaseUrl, now, report);
}
