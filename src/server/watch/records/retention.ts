import { mkdir, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { EpochMs, Ms } from '#domain/time/time.ts';
import type { KeptEvidence, Store } from './store.ts';

/** How long what verdicts were judged from is kept. Verdicts themselves, decisions and the log are kept for good. */
export interface RetentionSettings {
  /** `null` keeps it for good. */
  readonly keep: Ms | null;
  /** Where it is written to before it is deleted. */
  readonly folder: string;
}

export interface RetentionDeps extends RetentionSettings {
  readonly store: Store;
  readonly now: () => EpochMs;
  readonly report: (message: string) => void;
}

export interface Retention {
  /** Exports and then deletes what is past its keeping. Only that of ended runs. */
  pass(): Promise<void>;
}

/** One file holds at most so many. */
const batch = 200;

export function createRetention({ store, keep, folder, now, report }: RetentionDeps): Retention {
  return {
    pass: async () => {
      if (keep === null) return;
      for (;;) {
        const old = await store.oldEvidence(now() - keep, batch);
        const [first] = old;
        if (first === undefined) return;
        const file = await exportTo(folder, old, now());
        await store.forgetEvidence(old.map((one) => one.id));
        report(`${old.length} pieces of evidence past their keeping are in ${file} and were deleted.`);
      }
    },
  };
}

/** One JSON object per line; the file gets its name only once it is whole and on disk. */
async function exportTo(folder: string, old: readonly KeptEvidence[], now: EpochMs): Promise<string> {
  await mkdir(folder, { recursive: true });
  const name = `evidence-${new Date(now).toISOString().replaceAll(/[:.]/g, '-')}-${old[0]?.at ?? 0}.jsonl.gz`;
  const file = join(folder, name);
  const lines = old.map(({ body, ...one }) => {
    const evidence: unknown = JSON.parse(gunzipSync(body).toString('utf8'));
    return `${JSON.stringify({ ...one, evidence })}\n`;
  });
  const handle = await open(`${file}.partial`, 'w', 0o600);
  try {
    await handle.writeFile(gzipSync(lines.join('')));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(`${file}.partial`, file);
  return file;
}
