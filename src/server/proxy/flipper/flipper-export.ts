import { readFile, stat } from 'node:fs/promises';
import { failure } from '../metric-source.ts';
import type { FlipperAnswer } from './flipper-source.ts';
import { allotmentFromEvents, readToggleEvents } from './toggle-events.ts';

const mostBytes = 32_000_000;

/** Reads allotments from a file of toggle events. They are as old as the file: that is when it was known. */
export async function readFlipperExport(file: string, keys: readonly string[]): Promise<FlipperAnswer> {
  const all = (why: ReturnType<typeof failure>): FlipperAnswer => new Map(keys.map((key) => [key, why]));
  let text: string;
  let exportedAt: number;
  try {
    const about = await stat(file);
    if (about.size > mostBytes) {
      const message = 'The export of toggle events is larger than 32 MB. Export fewer toggles.';
      return all(failure('too_many_points', message));
    }
    exportedAt = Math.floor(about.mtimeMs);
    text = await readFile(file, 'utf8');
  } catch {
    const message = "The export of toggle events can't be opened. Check STAGEWATCH_FLIPPER_EXPORT.";
    return all(failure('upstream_unavailable', message));
  }
  const read = readToggleEvents(text);
  if (!read.ok) return all(read);
  return new Map(
    keys.map((key) => {
      const found = allotmentFromEvents(read.events, key, exportedAt);
      const message = `The export of toggle events does not speak of "${key}".`;
      return [key, found ?? failure('not_found', message)];
    }),
  );
}
