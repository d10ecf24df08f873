// Bundles the dashboard's pages with esbuild, only when what they are made of changed (a hash decides).

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const DASHBOARD = join(ROOT, 'packages', 'dashboard');
const BROWSER = join(DASHBOARD, 'browser');
const OUTPUT = join(DASHBOARD, 'build');
const QUERIES = join(ROOT, 'docs', 'sql.md');
/** Not of the bundle, and what it depends on all the same. Its package.json pins the bundler's version. */
const BESIDE = [fileURLToPath(import.meta.url), join(DASHBOARD, 'package.json'), QUERIES];

if (existsSync(BROWSER)) await build();

async function build() {
  const stamp = join(OUTPUT, 'sources.json');
  if (isFresh(stamp)) return;
  const { build: bundle } = await import(
    new URL('../packages/dashboard/node_modules/esbuild/lib/main.js', import.meta.url).href
  );
  const common = {
    absWorkingDir: ROOT,
    bundle: true,
    write: false,
    metafile: true,
    logLevel: 'error',
    format: 'esm',
  };

  const palette = await bundle({
    ...common,
    entryPoints: ['packages/figures/src/palette.ts'],
    platform: 'node',
  });
  const { inksAsCss } = await import(
    `data:text/javascript,${encodeURIComponent(palette.outputFiles[0].text)}`
  );
  const inks = {
    name: 'inks',
    setup(esbuild) {
      esbuild.onResolve({ filter: /^inks$/ }, () => ({ path: 'inks', namespace: 'inks' }));
      esbuild.onLoad({ filter: /.*/, namespace: 'inks' }, () => ({ contents: inksAsCss(), loader: 'css' }));
    },
  };
  const pages = await bundle({
    ...common,
    entryPoints: { main: join(BROWSER, 'main.tsx'), style: join(BROWSER, 'style', 'main.css') },
    outdir: OUTPUT,
    entryNames: '[name]-[hash]',
    platform: 'browser',
    target: ['es2022', 'chrome111', 'firefox115', 'safari16.4'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    minify: true,
    legalComments: 'none',
    define: { SQL_QUERIES: JSON.stringify(queriesOf(readFileSync(QUERIES, 'utf8'))) },
    plugins: [inks],
  });

  mkdirSync(OUTPUT, { recursive: true });
  for (const { path, contents } of pages.outputFiles) put(path, contents);
  const files = pages.outputFiles.map(({ path }) => basename(path));
  const named = (ending) => files.find((file) => file.endsWith(ending));
  put(
    join(OUTPUT, 'manifest.json'),
    `${JSON.stringify({ script: named('.js'), style: named('.css'), files }, null, 2)}\n`,
  );
  const inputs = [palette, pages].flatMap(({ metafile }) => Object.keys(metafile.inputs));
  const sources = [...new Set([...inputs.map((path) => join(ROOT, path)), ...BESIDE])].filter((p) =>
    existsSync(p),
  );
  const paths = sources.map((path) => relative(ROOT, path)).sort();
  put(stamp, `${JSON.stringify({ hash: hashOf(paths), paths }, null, 2)}\n`);
  const kept = [...files, 'manifest.json', 'sources.json'];
  for (const file of readdirSync(OUTPUT))
    if (!kept.includes(file)) rmSync(join(OUTPUT, file), { force: true });
}

/** Nothing that was bundled has changed; a new file is taken only by one that changes for it. */
function isFresh(stamp) {
  if (!existsSync(stamp) || !existsSync(join(OUTPUT, 'manifest.json'))) return false;
  const { hash, paths } = JSON.parse(readFileSync(stamp, 'utf8'));
  return paths.every((path) => existsSync(join(ROOT, path))) && hash === hashOf(paths);
}

function hashOf(paths) {
  const hash = createHash('sha256');
  for (const path of paths)
    hash
      .update(path)
      .update('\0')
      .update(readFileSync(join(ROOT, path)));
  return hash.digest('hex');
}

/** Written beside and renamed, so that a reader never sees half a file. */
function put(path, contents) {
  const fresh = `${path}.${process.pid}`;
  writeFileSync(fresh, contents);
  renameSync(fresh, path);
}

/** The queries of docs/sql.md with their titles. */
function queriesOf(page) {
  const found = [...page.matchAll(/^## \d+\. (.+)\n+```sql\n([\s\S]+?)\n```/gm)];
  return found.map(([, title, sql]) => ({ title, sql }));
}
