import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { slugOf } from '#domain/plan/slug.ts';
import type { Store } from '../records/store.ts';
import { readHere, type PlanReader } from '../reading/plan-reader.ts';
import type { Rollout } from './rollout.ts';

/** Every rollout Stagewatch knows: the files of a folder, and the plans people posted. */
export interface Library {
  all(): readonly Rollout[];
  find(id: string): Rollout | undefined;
  /** Takes in a new version of a plan that is read and saved. */
  put(rollout: Rollout): void;
}

/** Who saved the versions that came from files. A person may not post under it. */
export const fromFolder = 'plans folder';

/**
 * Loads the plans of a folder and of the store. A file that can't be read stays in the list with its reason;
 * a posted plan with a file's id wins over the file.
 */
export async function loadLibrary(
  folder: string | null,
  store: Store,
  now: number,
  reader: PlanReader = readHere,
): Promise<Library> {
  const rollouts = new Map<string, Rollout>();
  const posted = (await store.newestPlans()).filter((plan) => plan.savedBy !== fromFolder);
  const isPosted = (id: string): boolean => posted.some((plan) => plan.rollout === id);
  for (const file of await markdownFiles(folder)) {
    const id = rolloutId(basename(file, '.md'));
    const text = await readText(file);
    const saved =
      text.ok && !isPosted(id)
        ? await store.savePlan({ rollout: id, markdown: text.markdown, by: fromFolder, at: now })
        : undefined;
    rollouts.set(
      id,
      text.ok
        ? await reader.rollout(id, basename(file), text.markdown, saved?.version ?? 1)
        : unreadable(id, basename(file), text.reason),
    );
  }
  for (const saved of posted) {
    rollouts.set(
      saved.rollout,
      await reader.rollout(saved.rollout, `${saved.rollout}.md`, saved.markdown, saved.version),
    );
  }
  return {
    all: () => [...rollouts.values()],
    find: (id) => rollouts.get(id),
    put: (rollout) => void rollouts.set(rollout.id, rollout),
  };
}

async function markdownFiles(folder: string | null): Promise<readonly string[]> {
  if (folder === null) return [];
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => name.endsWith('.md') && name !== 'README.md')
    .toSorted()
    .map((name) => join(folder, name));
}

async function readText(
  file: string,
): Promise<{ ok: true; markdown: string } | { ok: false; reason: string }> {
  try {
    return { ok: true, markdown: await readFile(file, 'utf8') };
  } catch (error) {
    return {
      ok: false,
      reason: `The file can't be opened: ${error instanceof Error ? error.message : 'unknown reason'}.`,
    };
  }
}

function unreadable(id: string, file: string, message: string): Rollout {
  return {
    kind: 'unreadable',
    id,
    file,
    version: 0,
    markdown: '',
    title: file,
    problems: [{ line: null, column: null, message }],
  };
}

/** The id of a rollout, from its title or its file's name. */
export function rolloutId(text: string): string {
  const slug = slugOf(text);
  // "new" is the address of the import page.
  if (slug === 'new') return 'new-rollout';
  return slug === '' ? 'rollout' : slug;
}
