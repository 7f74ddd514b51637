/**
 * The rooms of the house and what each may import. The lint rule `house/rooms` holds every import to this table;
 * the project references of each room's tsconfig say the same to the compiler.
 *
 * `rooms`: other rooms (or a folder of one). `packages`: the only packages allowed; absent means any but those in
 * `never`. A name ending in `*` is a prefix. `apart`: its sub-folders never import each other.
 * `computed`: may import an address made up at run time, as the launcher of the built command does.
 * `lazy`: rooms reached by `import()` alone, so that they stay out of the first bundle.
 *
 * @typedef {object} Room
 * @property {string} at
 * @property {readonly string[]} rooms
 * @property {readonly string[]} [packages]
 * @property {readonly string[]} [never]
 * @property {boolean} [apart]
 * @property {boolean} [computed]
 * @property {readonly string[]} [lazy]
 */

const browserNever = ['node:*', 'hono*', '@hono/*', 'kysely*', 'libsql', 'pg', 'tsx', 'vite', 'vitest'];
const serverNever = ['react*', 'recharts', '@tanstack/*', 'msw*', 'vite', 'vitest', 'tsx'];

/** Packages that compute and do nothing else. */
const purePackages = [
  '@date-fns/tz',
  '@stdlib/*',
  'chrono-node',
  'diff',
  'fastest-levenshtein',
  'htmlparser2',
  'mdast-util-*',
  'mdast',
  'micromark*',
  'remark-*',
  'unified',
  'unist-util-*',
  'yaml',
  'zod*',
];

/** @type {Readonly<Record<string, Room>>} */
export const rooms = {
  domain: { at: 'src/domain', rooms: [], packages: purePackages },
  contract: { at: 'src/contract', rooms: ['src/domain'], packages: ['zod*'] },
  'web/data': { at: 'src/web/data', rooms: ['src/contract', 'src/domain'], never: browserNever },
  'web/ui': { at: 'src/web/ui', rooms: ['src/contract', 'src/domain'], never: browserNever },
  'web/screens': {
    at: 'src/web/screens',
    rooms: ['src/web/data', 'src/web/ui', 'src/contract', 'src/domain'],
    never: browserNever,
    apart: true,
  },
  'web/app': {
    at: 'src/web/app',
    rooms: ['src/web/screens', 'src/web/data', 'src/web/ui', 'src/contract', 'src/domain', 'mocks'],
    never: browserNever,
    lazy: ['mocks'],
  },
  // Of the domain the proxy knows series and their time, and no plan's meaning.
  'server/proxy': {
    at: 'src/server/proxy',
    rooms: ['src/contract', 'src/domain/series', 'src/domain/time'],
    never: serverNever,
  },
  'server/watch': {
    at: 'src/server/watch',
    rooms: ['src/server/proxy', 'src/contract', 'src/domain'],
    never: serverNever,
  },
  cli: {
    at: 'src/cli',
    rooms: ['src/server', 'src/contract', 'src/domain'],
    never: serverNever,
    computed: true,
  },
  mocks: { at: 'mocks', rooms: ['src/contract', 'src/domain', 'plans'], never: browserNever },
};
