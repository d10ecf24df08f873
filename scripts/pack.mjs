// `npm run pack`: the package that is installed elsewhere, as the folder build/package and as a packed file beside it.
// Another folder than build/ may be given.

import { spawnSync } from 'node:child_process';
import {
  cpSync,
  globSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { bundle } from './bundle.mjs';
import { cleanEnvironment, fail, npmCommand, OLDEST_NODE, ROOT } from './toolchain.mjs';

const BUILD = resolve(process.argv[2] ?? join(ROOT, 'build'));
const FOLDER = join(BUILD, 'package');
const DIST = join(FOLDER, 'dist');
const SOURCE = 'packages/latentsweep';

/** What modules read from where they stand: below `dist` as in the repository. */
const READ = [
  'packages/engine-*/build/*.wasm',
  'packages/engine-tfjs/setup/*',
  'packages/engine-tfjs/src/setup/*.py',
  'packages/dashboard/build/*.{js,css}',
  'packages/dashboard/build/manifest.json',
  'packages/store/src/migration/**/*.sql',
];
const NOT_READ = /\/fixtures\//;
/** For users: what messages point to, and what they copy. */
const FOR_USERS = ['LICENSE', 'README.md', 'docs/*.md', 'clients/*/*', 'examples/*/*.*', 'sweeps/*.yaml'];

rmSync(FOLDER, { recursive: true, force: true });
const { files, imports } = await bundle(DIST);
for (const { path, contents } of files) put(path, contents);
for (const path of found(READ)) copy(path, join('dist', path));
for (const path of found(FOR_USERS)) copy(path, path);
copy(`${SOURCE}/bin`, 'bin');
put(join(FOLDER, 'NOTICES.txt'), notices());
const dependencies = dependenciesOf(imports, files.map(({ text }) => text).join('\n'));
const versions = dependencies.map(({ name, version }) => [name, version]);
put(join(FOLDER, 'package.json'), `${JSON.stringify(manifestWith(Object.fromEntries(versions)), null, 2)}\n`);
for (const dependency of dependencies) link(dependency);
process.stdout.write(`${packed()}\n`);

function found(patterns) {
  return globSync(patterns, { cwd: ROOT })
    .filter((path) => !NOT_READ.test(path))
    .sort();
}

function copy(path, to) {
  cpSync(join(ROOT, path), join(FOLDER, to), { recursive: true });
}

function put(path, contents) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, contents);
}

/**
 * The packages of others that the bundle imports, or resolves by their names: `code` is all of it. By name, each with
 * its exact version and the folder of one of ours that has it.
 */
function dependenciesOf(imports, code) {
  const known = new Map();
  for (const from of globSync('packages/*', { cwd: ROOT })) {
    for (const [name, version] of Object.entries(manifestIn(from).dependencies ?? {})) {
      if (version !== 'workspace:*') known.set(name, { name, version, from });
    }
  }
  const packageOf = (path) => path.split('/', path.startsWith('@') ? 2 : 1).join('/');
  const missing = [...imports].filter((path) => !known.has(packageOf(path)));
  if (missing.length > 0) {
    fail(
      `The bundle imports what no package depends on: ${missing.join(', ')}.`,
      'Name it among dependencies.',
    );
  }
  return [...known.values()]
    .filter(({ name }) => new RegExp(`['"\`]${name}['"\`/]`).test(code))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function manifestWith(dependencies) {
  const { name, version, description, keywords, license, type } = manifestIn(SOURCE);
  return {
    ...{ name, version, description, keywords, license, type },
    engines: { node: `>=${OLDEST_NODE.join('.')}` },
    bin: { sweep: 'bin/sweep.mjs' },
    exports: { './package.json': './package.json' },
    dependencies,
  };
}

/**
 * `npm install FOLDER` installs nothing for a folder: it links it. So the folder finds its dependencies here, where the
 * repository has them. npm packs no node_modules.
 */
function link({ name, from }) {
  const place = join(FOLDER, 'node_modules', name);
  mkdirSync(dirname(place), { recursive: true });
  const target = realpathSync(join(ROOT, from, 'node_modules', name));
  symlinkSync(relative(realpathSync(dirname(place)), target), place, 'junction');
}

function manifestIn(folder) {
  return JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8'));
}

/** Licences of what is inside the pages, which are bundled whole. */
function notices() {
  const { paths } = JSON.parse(readFileSync(join(ROOT, 'packages/dashboard/build/sources.json'), 'utf8'));
  const folders = new Set(
    paths.flatMap((path) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []),
  );
  const texts = [...folders].map((folder) => {
    const { name, version } = manifestIn(folder);
    const [file] = globSync('LICEN{S,C}E*', { cwd: join(ROOT, folder) });
    if (file === undefined) fail(`${name} ${version} has no licence in its folder.`, 'Look for it by hand.');
    return `${name} ${version}\n\n${readFileSync(join(ROOT, folder, file), 'utf8').trim()}\n`;
  });
  return `The pages of the dashboard hold these packages.\n\n${texts.join(`\n${'-'.repeat(80)}\n\n`)}`;
}

/** The packed file, in the words of npm. */
function packed() {
  const [npm, ...first] = npmCommand();
  const { status, stdout, stderr } = spawnSync(npm, [...first, 'pack', FOLDER, '--json'], {
    cwd: BUILD,
    encoding: 'utf8',
    env: cleanEnvironment(),
  });
  if (status !== 0)
    fail(`npm could not pack the package: ${stderr.trim()}`, 'Correct that and run the command again.');
  const [{ filename, size, unpackedSize, entryCount }] = JSON.parse(stdout);
  const mb = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
  return `${relative(process.cwd(), join(BUILD, filename))}: ${mb(size)}, unpacked ${mb(unpackedSize)} in ${entryCount} files`;
}
