import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { fileURLToPath } from 'node:url';
import { getRequestListener } from '@hono/node-server';
import react from '@vitejs/plugin-react';
import type { Plugin, ResolvedConfig } from 'vite';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

const fromDev = /^\/(api|metrics|schema)(\/|\?|$)/;
const chartCode = /node_modules\/(recharts|victory-vendor|d3-[a-z]+)\//;
const firstCode = /src\/web\/app\/main\.tsx$/;
const judgeCode = /src\/domain\/verdict\/judge-stage\.ts$/;
const compressible = /\.(js|css|html|svg|json|txt|webmanifest)$/;

/** Development: the API answers inside Vite's own server, and reloads with an edit. */
function apiInDev(): Plugin {
  return {
    name: 'stagewatch:api',
    configureServer(server) {
      const listener = getRequestListener(
        async (request) => {
          const { devApp } = await server.ssrLoadModule('/src/cli/dev-app.ts');
          const app = await devApp();
          return app.fetch(request);
        },
        { overrideGlobalObjects: false },
      );
      server.middlewares.use((req, res, next) => {
        if (fromDev.test(req.url ?? '')) void listener(req, res);
        else next();
      });
    },
  };
}

/** The words come first: a chart or the judge in the first load would block them, so it stops the build. */
function restLoadsLater(): Plugin {
  return {
    name: 'stagewatch:rest-loads-later',
    generateBundle(_options, bundle) {
      const seen = new Set<string>();
      const visit = (file: string): void => {
        const chunk = bundle[file];
        if (seen.has(file) || chunk?.type !== 'chunk') return;
        seen.add(file);
        for (const [code, name] of [
          [chartCode, 'chart code'],
          [judgeCode, 'the judge'],
        ] as const) {
          if (chunk.moduleIds.some((id) => code.test(id)))
            this.error(`${file} is part of the first load and holds ${name}. Load it with import().`);
        }
        chunk.imports.forEach(visit);
      };
      for (const output of Object.values(bundle)) {
        if (output.type === 'chunk' && output.moduleIds.some((id) => firstCode.test(id)))
          visit(output.fileName);
      }
      if (seen.size === 0) this.error('No file holds the beginning of the page: nothing was checked.');
    },
  };
}

/** Writes .gz and .br beside every text file, so that the server compresses nothing while it runs. */
function precompressed(mode: string): Plugin {
  let config: ResolvedConfig;
  return {
    name: 'stagewatch:precompressed',
    configResolved(resolved) {
      config = resolved;
    },
    writeBundle() {
      const folder = config.build.outDir;
      if (mode !== 'demo') rmSync(join(folder, 'mockServiceWorker.js'), { force: true });
      for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
        if (!compressible.test(name)) continue;
        const file = join(folder, name);
        const content = readFileSync(file);
        writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
        writeFileSync(
          `${file}.br`,
          brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: content.length } }),
        );
      }
    },
  };
}

const inverseGamma = /@stdlib\/math-base-special-gammaincinv\/lib\/\w+\.js$/;

/**
 * The inverse gamma function notes overflows for whoever debugs it, by a logger larger than itself. A page has nobody who
 * reads that: the values are the same without, and the judge is 2 kB lighter.
 */
function withoutDiagnostics(): Plugin {
  return {
    name: 'stagewatch:without-diagnostics',
    enforce: 'pre',
    transform(code, id) {
      if (!inverseGamma.test(id)) return null;
      return code.replace("require( 'debug' )", '( () => () => undefined )');
    },
  };
}

/** Set against a zone no example uses, so that a test sees where the machine's own zone leaks in. */
const oddZone = { TZ: 'Asia/Kathmandu' };

/** The same with the hour: one at which the day is another in UTC. */
const oddClock = ['--import', new URL('test/system/odd-clock.mjs', import.meta.url).href];

const common = {
  restoreMocks: true,
  unstubGlobals: true,
  unstubEnvs: true,
  // How long a machine may take that does much else: what is waited for must come, and how fast is for the benches.
  expect: { poll: { timeout: 15_000 } },
} as const;

const projects: TestProjectInlineConfiguration[] = [
  {
    extends: true,
    test: {
      ...common,
      name: 'unit',
      environment: 'node',
      testTimeout: 20_000,
      env: oddZone,
      execArgv: oddClock,
      include: ['test/**/*.test.ts'],
      exclude: ['test/web/**/*.test.tsx', 'test/{architecture,e2e,services}/**'],
      sequence: { groupOrder: 0 },
    },
  },
  {
    extends: true,
    test: {
      ...common,
      name: 'screens',
      environment: 'happy-dom',
      environmentOptions: { happyDOM: { url: 'http://127.0.0.1:4680/' } },
      env: oddZone,
      execArgv: oddClock,
      include: ['test/web/**/*.test.tsx'],
      setupFiles: ['test/web/setup.ts'],
      // Longer than anything that is waited for inside: a test that fails says for what.
      testTimeout: 40_000,
      sequence: { groupOrder: 0 },
    },
  },
  {
    extends: true,
    test: {
      name: 'house',
      environment: 'node',
      include: ['test/architecture/**/*.test.ts'],
      testTimeout: 60_000,
      hookTimeout: 120_000,
      maxWorkers: 1,
      sequence: { groupOrder: 1 },
    },
  },
  // Real browsers and real servers: one file at a time, after everything else.
  ...(['e2e', 'services'] as const).map((name, order) => ({
    extends: true as const,
    test: {
      ...common,
      name,
      environment: 'node',
      include: [`test/${name}/**/*.test.ts`],
      globalSetup: ['test/system/global-setup.ts'],
      testTimeout: 120_000,
      hookTimeout: 120_000,
      maxWorkers: 1,
      sequence: { groupOrder: 2 + order },
    },
  })),
];

export default defineConfig(({ mode, isSsrBuild, command }) => {
  const isDemo = mode === 'demo';
  return {
    plugins: [
      react(),
      command === 'serve' && !isDemo && mode !== 'test' ? apiInDev() : null,
      command === 'build' && isSsrBuild !== true
        ? [restLoadsLater(), withoutDiagnostics(), precompressed(mode)]
        : null,
    ],
    worker: { plugins: () => [withoutDiagnostics()] },
    resolve: { alias: { 'decode-named-character-reference': entityTable } },
    server: { host: '127.0.0.1' },
    ...(isSsrBuild === true ? { ssr: { noExternal: true as const, external: ['libsql', 'pg'] } } : {}),
    build: isSsrBuild === true ? cliBuild : webBuild(isDemo ? 'dist/demo' : 'dist/web'),
    test: { projects, reporters: ['default', './test/system/count-reporter.ts'] },
  };
});

const cliBuild = {
  outDir: 'dist/cli',
  target: 'node20',
  copyPublicDir: false,
  rolldownOptions: {
    // The worker stands beside the command: a plan that is hard to read must not keep the judge waiting.
    input: { stagewatch: 'src/cli/main.ts', 'plan-worker': 'src/server/watch/reading/plan-worker.ts' },
    output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
  },
};

/** The Markdown parser's table of entities; its browser variant asks the DOM, and plans are read in a worker that has none. */
const entityTable = fileURLToPath(
  new URL('node_modules/decode-named-character-reference/index.js', import.meta.url),
);

function webBuild(outDir: string) {
  return {
    outDir,
    // The page's policy allows no data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // What size-limit follows to tell what a page loads first from what it loads later.
    manifest: true,
    rolldownOptions: {
      output: {
        // Stable names for the size budgets: `charts-*` and `judge-*` are what arrives after the words.
        chunkFileNames: ({ moduleIds }: { readonly moduleIds: readonly string[] }): string => {
          if (moduleIds.some((id) => chartCode.test(id))) return 'assets/charts-[hash].js';
          return moduleIds.some((id) => judgeCode.test(id))
            ? 'assets/judge-[hash].js'
            : 'assets/[name]-[hash].js';
        },
        codeSplitting: {
          groups: [
            // One file for what the first verdict needs: forty small ones compress worse and are forty requests.
            { name: 'first', tags: ['$initial' as const] },
          ],
        },
      },
    },
  };
}
