import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rooms } from './rooms.js';

/** @typedef {import('./nodes.js').Node} Node */
/** @typedef {import('./nodes.js').Context} Context */
/** @typedef {import('./rooms.js').Room} Room */

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');

/** @type {{ imports: Record<string, string> }} */
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** "#domain/*" → "./src/domain/*", as package.json says it. */
const aliases = Object.entries(manifest.imports).map(([from, to]) => ({
  from: from.replace(/\*$/, ''),
  to: to.replace(/^\.\//, '').replace(/\*$/, ''),
}));

/** @type {(path: string, folder: string) => boolean} */
const isIn = (path, folder) => path === folder || path.startsWith(`${folder}/`);

/** @type {(path: string) => string} */
const fromRoot = (path) => relative(root, path).split(sep).join('/');

/** @type {(path: string, at: string) => string | undefined} */
const folderOf = (path, at) => path.slice(at.length + 1).split('/')[0];

/** @type {(name: string, patterns: readonly string[]) => boolean} */
const isListed = (name, patterns) =>
  patterns.some((pattern) =>
    pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : isIn(name, pattern),
  );

/**
 * The path from the root an import leads to; `undefined` for a package.
 * @type {(specifier: string, file: string) => string | undefined}
 */
function target(specifier, file) {
  if (specifier.startsWith('.')) return fromRoot(resolve(dirname(file), specifier));
  const alias = aliases.find(({ from }) => specifier.startsWith(from));
  return alias === undefined ? undefined : alias.to + specifier.slice(alias.from.length);
}

/** @type {(name: string, room: Room, specifier: string) => string | undefined} */
function faultOfPackage(name, room, specifier) {
  const isAllowed =
    room.packages === undefined ? !isListed(specifier, room.never ?? []) : isListed(specifier, room.packages);
  return isAllowed ? undefined : `${name} does not use "${specifier}".`;
}

/** @type {(name: string, room: Room, path: string, to: string, isLazy: boolean) => string | undefined} */
function faultOfPath(name, room, path, to, isLazy) {
  if (isIn(to, room.at)) {
    const isNeighbour = room.apart === true && folderOf(path, room.at) !== folderOf(to, room.at);
    return isNeighbour ? `No folder of ${name} imports another.` : undefined;
  }
  if (!room.rooms.some((at) => isIn(to, at))) return `${name} may not import ${to}.`;
  const isLate = (room.lazy ?? []).some((at) => isIn(to, at));
  return isLate && !isLazy ? `${name} loads ${to} by import() only.` : undefined;
}

/**
 * What is wrong with `file` importing `specifier`; `undefined` when nothing is.
 * @type {(specifier: unknown, file: string, isLazy: boolean) => string | undefined}
 */
function faultOf(specifier, file, isLazy) {
  const path = fromRoot(file);
  const [name, room] = Object.entries(rooms).find(([, { at }]) => isIn(path, at)) ?? [];
  if (name === undefined || room === undefined) return undefined;
  if (typeof specifier !== 'string') {
    return room.computed === true ? undefined : 'An import names its module as a plain string.';
  }
  const to = target(specifier, file);
  return to === undefined ? faultOfPackage(name, room, specifier) : faultOfPath(name, room, path, to, isLazy);
}

/** Every import of a room leads where `rooms.js` lets it lead. */
export const roomsRule = {
  /** @param {Context} context */
  create(context) {
    /** @type {(node: Node | null | undefined, isLazy?: boolean) => void} */
    const check = (node, isLazy = false) => {
      if (node === null || node === undefined) return;
      const fault = faultOf(node.value, context.filename, isLazy);
      if (fault !== undefined)
        context.report({ node, message: `${fault} See test/architecture/lint/rooms.js.` });
    };
    return {
      /** @param {Node} node */
      Program(node) {
        const path = fromRoot(context.filename);
        const isHomeless = isIn(path, 'src') && !Object.values(rooms).some(({ at }) => isIn(path, at));
        if (isHomeless) context.report({ node, message: `${path} stands in no room.` });
      },
      /** @param {Node} node */
      ImportDeclaration: (node) => check(node.source),
      /** @param {Node} node */
      ExportNamedDeclaration: (node) => check(node.source),
      /** @param {Node} node */
      ExportAllDeclaration: (node) => check(node.source),
      /** @param {Node} node */
      ImportExpression: (node) => check(node.source, true),
      /** A type costs nothing at run time, but binds all the same. @param {Node} node */
      TSImportType: (node) => check(node.source, true),
    };
  },
};
