// Our packages as JavaScript that runs below node_modules, where Node strips no types: one file for each script that is
// started by its name, and what they share. Packages of others stay outside (docs/decisions/0064-package.md).

import { globSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** What is started from outside, by the name that it gets. */
const ENTRIES = { sweep: 'packages/cli/src/main.ts', index: 'packages/latentsweep/src/index.ts' };

/** The command line, which starts workers by its name. */
const COMMAND = 'packages/cli/bin/sweep.mjs';

/**
 * Bundles into `folder`, in which all files lie flat. Returns them unwritten, with the names that they import from
 * outside, and the paths of files that modules name by a URL. `entries`: others than the command line and what it starts, to lie
 * beside those; `plugins`: of esbuild, asked first.
 */
export async function bundle(folder, { entries, plugins = [] } = {}) {
  const { build } = await import(
    new URL('../packages/dashboard/node_modules/esbuild/lib/main.js', import.meta.url).href
  );
  const scripts = startedScripts();
  const named = new Set();
  const { metafile, outputFiles } = await build({
    absWorkingDir: ROOT,
    entryPoints: entries ?? {
      ...ENTRIES,
      ...Object.fromEntries([...scripts].map(([path, name]) => [name, path])),
    },
    outdir: folder,
    bundle: true,
    splitting: true,
    chunkNames: 'part-[hash]',
    format: 'esm',
    platform: 'node',
    target: 'node22.18',
    logLevel: 'error',
    legalComments: 'none',
    metafile: true,
    write: false,
    plugins: [...plugins, ourOwn(), placesOf(scripts, named)],
  });
  const imported = Object.values(metafile.outputs).flatMap(({ imports }) => imports);
  return {
    files: outputFiles,
    named: [...named].filter((path) => statSync(join(ROOT, path), { throwIfNoEntry: false })?.isFile()),
    imports: new Set(
      imported.filter(({ external, path }) => external && !path.startsWith('node:')).map(({ path }) => path),
    ),
  };
}

const SCRIPT = /new URL\('(\.[^']+\.ts)', import\.meta\.url\)/g;

/** Threads and processes: every module that another one names by its URL, with the name of its file. */
function startedScripts() {
  const scripts = new Map();
  for (const path of globSync('packages/*/src/**/*.ts', { cwd: ROOT })) {
    if (/\.test\.ts$|\/fixtures\/|node_modules/.test(path)) continue;
    for (const [, name] of readFileSync(join(ROOT, path), 'utf8').matchAll(SCRIPT)) {
      const script = join(dirname(path), name);
      scripts.set(
        script,
        script
          .replace(/^packages\//, '')
          .replace('/src/', '-')
          .replaceAll('/', '-')
          .slice(0, -3),
      );
    }
  }
  return scripts;
}

/** `@latentsweep/…` is bundled, `kysely` is not; what a plugin had bundled brings what it imports. */
function ourOwn() {
  return {
    name: 'our own',
    setup({ onResolve }) {
      onResolve({ filter: /^[^.]/ }, ({ path, kind, importer }) =>
        kind === 'entry-point' || path.startsWith('@latentsweep/') || importer.includes('/node_modules/')
          ? undefined
          : { path, external: true },
      );
    },
  };
}

/**
 * A module finds its files, and the scripts that it starts, by `import.meta.url`. In the bundle that is the place which
 * the module has in the repository, below the folder of the bundle; a script is the file that was made of it.
 */
function placesOf(scripts, names) {
  const place = (path) => `new URL('./${path}', import.meta.url)`;
  return {
    name: 'places',
    setup({ onLoad }) {
      onLoad({ filter: /packages\/[^/]+\/src\/.+\.ts$/ }, ({ path }) => {
        const text = readFileSync(path, 'utf8');
        if (!text.includes('import.meta.url')) return undefined;
        const own = relative(ROOT, path);
        const pieces = text.split(/new URL\('([^']+)', import\.meta\.url\)|import\.meta\.url/);
        // Every second piece is what was named, or nothing where the module's own place was asked for.
        const contents = pieces.map((piece, i) => {
          if (i % 2 === 0) return piece;
          if (piece === undefined) return `${place(own)}.href`;
          // As a URL has it: '.' ends with a slash.
          const named = new URL(piece, `file:///${own}`).pathname.slice(1);
          if (named === COMMAND) return place('../bin/sweep.mjs');
          if (scripts.has(named)) return place(`${scripts.get(named)}.js`);
          names.add(named);
          return place(named);
        });
        return { contents: contents.join(''), loader: 'ts' };
      });
    },
  };
}
