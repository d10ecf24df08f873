// `npm run pack`: the package that is installed elsewhere, as the folder build/package and as a packed file beside it.
// Another folder than build/ may be given.

import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { ownSourcesHash } from '../packages/engine-webgpu/src/sources.ts';
import { bundle } from './bundle.mjs';
import { cleanEnvironment, fail, npmCommand, OLDEST_NODE, ROOT } from './toolchain.mjs';

const BUILD = resolve(process.argv[2] ?? join(ROOT, 'build'));
const FOLDER = join(BUILD, 'package');
const DIST = join(FOLDER, 'dist');
const SOURCE = 'packages/latentsweep';

/** What modules read from folders that they name: below `dist` as in the repository. */
const READ = [
  'packages/dashboard/build/*.{js,css}',
  'packages/dashboard/build/manifest.json',
  'packages/engine-tfjs/build/*.wasm',
  'packages/engine-tfjs/setup/*',
  'packages/engine-webgpu/wgsl/*',
  'packages/store/src/migration/!(fixtures)/**/*.sql',
  'packages/store/src/migration/*.sql',
];
/** For users: what messages point to, and what they copy. */
const FOR_USERS = ['LICENSE', 'README.md', 'docs/*.md', 'clients/*/*', 'examples/*/*.*', 'sweeps/*.yaml'];

rmSync(FOLDER, { recursive: true, force: true });
const { files, imports, named } = await bundle(DIST);
for (const { path, contents } of files) put(path, contents);
for (const path of [...named, ...found(READ)]) copy(path, join('dist', path));
put(join(DIST, 'packages/engine-webgpu/sources.sha256'), ownSourcesHash());
for (const path of found(FOR_USERS)) copy(path, path);
copy(`${SOURCE}/bin`, 'bin');
for (const [name, contents] of typesOf(SOURCE)) put(join(DIST, name), contents);
put(join(FOLDER, 'NOTICES.txt'), notices());
const dependencies = dependenciesOf(imports, files.map(({ text }) => text).join('\n'));
put(join(FOLDER, 'package.json'), `${JSON.stringify(manifestWith(dependencies), null, 2)}\n`);
for (const dependency of dependencies) link(dependency);
process.stdout.write(`${packed()}\n`);

function found(patterns) {
  return globSync(patterns, { cwd: ROOT }).sort();
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
    const { dependencies, optionalDependencies } = manifestIn(from);
    for (const [optional, some] of [dependencies, optionalDependencies].entries()) {
      for (const [name, version] of Object.entries(some ?? {})) {
        if (version !== 'workspace:*') known.set(name, { name, version, from, optional: optional === 1 });
      }
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
  const versions = (wanted) =>
    Object.fromEntries(
      dependencies.filter(({ optional }) => optional === wanted).map((one) => [one.name, one.version]),
    );
  const { name, version, description, keywords, license, type } = manifestIn(SOURCE);
  return {
    ...{ name, version, description, keywords, license, type },
    engines: { node: `>=${OLDEST_NODE.join('.')}` },
    bin: { sweep: 'bin/sweep.mjs' },
    exports: {
      '.': { types: './dist/index.d.ts', default: './dist/index.js' },
      './package.json': './package.json',
    },
    dependencies: versions(false),
    optionalDependencies: versions(true),
  };
}

/**
 * `npm install FOLDER` installs nothing for a folder: it links it. So the folder finds its dependencies here, where the
 * repository has them. npm packs no node_modules.
 */
function link({ name, from }) {
  const installed = join(ROOT, from, 'node_modules', name);
  // An optional one may not be there.
  if (!existsSync(installed)) return;
  const place = join(FOLDER, 'node_modules', name);
  mkdirSync(dirname(place), { recursive: true });
  const target = realpathSync(installed);
  symlinkSync(relative(realpathSync(dirname(place)), target), place, 'junction');
}

/** Its declarations by file, from the one of `index` on. They name no package of ours: those do not travel. */
function typesOf(source) {
  const emitted = join(BUILD, 'types');
  const sources = globSync(`${source}/src/!(*.test).ts`, { cwd: ROOT });
  // From the syntax alone, in no time: what is exported has its types written out.
  const syntax = ['--ignoreConfig', '--isolatedDeclarations', '--noResolve', '--noCheck'];
  const { status, stdout } = spawnSync(
    process.execPath,
    [
      ...[join(ROOT, 'node_modules/typescript/bin/tsc'), ...sources, ...syntax, '--outDir', emitted],
      ...['--declaration', '--emitDeclarationOnly', '--allowImportingTsExtensions'],
      ...['--module', 'nodenext', '--target', 'es2024'],
    ],
    { cwd: ROOT, encoding: 'utf8' },
  );
  if (status !== 0) fail(`The types could not be written: ${stdout.trim()}`, 'Mend them: npx tsc -p .');
  const texts = new Map();
  const take = (name) => {
    const text = readFileSync(join(emitted, `${name}.d.ts`), 'utf8');
    // As they are called where there are no sources.
    texts.set(`${name}.d.ts`, text.replaceAll(/(?<=from '\.\/[^']+)\.ts(?=')/g, '.js'));
    for (const [, from] of text.matchAll(/^(?:import|export) .*from '([^']+)'/gm)) {
      const [, other] = /^\.\/(.+)\.ts$/.exec(from) ?? [];
      if (other === undefined) fail(`The types of ${name} need ${from}.`, 'Write them without it.');
      if (!texts.has(`${other}.d.ts`)) take(other);
    }
  };
  take('index');
  rmSync(emitted, { recursive: true });
  return texts;
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
