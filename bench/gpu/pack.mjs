// `npm run bench:gpu:pack`: all that `bench/gpu.sh` needs on a machine with a GPU and without network, in build/gpu, from npm's
// packages: Node, our package with those that it needs to run a sweep, Dawn, a loader of Vulkan, and a driver in software to try the
// script with. For Linux on x64. Another folder than build/gpu may be given.

import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, join, relative, resolve } from 'node:path';
import { cleanEnvironment, fail, NODE_PACKAGES, npmCommand, ROOT } from '../../scripts/toolchain.mjs';
import { bundleMachine } from './bundle.mjs';

const PLATFORM = 'linux-x64';
const BUILD = resolve(process.argv[2] ?? join(ROOT, 'build/gpu'));
mkdirSync(BUILD, { recursive: true });
const WORK = mkdtempSync(join(BUILD, 'work-'));
process.on('exit', () => rmSync(WORK, { recursive: true, force: true }));
/** What is unpacked there. */
const BUNDLE = join(WORK, 'latentsweep-gpu');
const MODULES = join(BUNDLE, 'node_modules');
const DIST = join(MODULES, 'latentsweep/dist');

/** What a sweep over drawn rows never loads: reading tables, figures, TF.js, pages of databases' extensions, and what is for editors. */
const UNUSED = [
  '@tensorflow',
  '@types',
  'dejavu-fonts-ttf',
  '@electric-sql/pglite/dist/**/*.tar.gz',
  '**/*.{map,md,cjs.map,d.ts,d.cts,d.mts}',
];

mkdirSync(BUNDLE);

say('Packing the package …');
run(process.execPath, [join(ROOT, 'scripts/pack.mjs'), WORK]);
const [packed] = globSync('latentsweep-*.tgz', { cwd: WORK });
writeFileSync(join(BUNDLE, 'package.json'), '{ "private": true }\n');

say('Fetching the packages that it needs …');
npm(
  'install',
  ['--omit=optional', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', join(WORK, packed)],
  BUNDLE,
);
for (const path of globSync(UNUSED, { cwd: MODULES }))
  rmSync(join(MODULES, path), { recursive: true, force: true });

say('Fetching Node …');
const [node] = unpacked(NODE_PACKAGES[PLATFORM], 'package/bin/node');
cpSync(node, join(BUNDLE, 'bin/node'));

const dawn = join(ROOT, 'packages/engine-webgpu/node_modules/webgpu');
for (const path of ['index.js', 'package.json', `dist/${PLATFORM}/dawn.node`]) {
  if (!existsSync(join(dawn, path)))
    fail(`${path} of the package webgpu is not here.`, 'Run `npm start` once, which installs it.');
  cpSync(join(dawn, path), join(MODULES, 'webgpu', path));
}

say('Fetching a loader of Vulkan, and a driver in software …');
run(process.execPath, [join(ROOT, 'scripts/software-gpu.mjs')]);
const driver = join(ROOT, '.tools/software-gpu');
cpSync(join(driver, 'libvulkan.so.1'), join(BUNDLE, 'lib/libvulkan.so.1'));
for (const name of ['libvk_swiftshader.so', 'vk_swiftshader_icd.json'])
  cpSync(join(driver, name), join(BUNDLE, 'software', name));

const { files } = await bundleMachine(DIST);
for (const { path, contents } of files) writeFileSync(path, contents);

say('Compressing …');
const archive = join(BUILD, 'latentsweep-gpu.tar.xz');
run(
  'tar',
  ['--create', '--xz', '--owner=0', '--group=0', '--file', archive, '--directory', WORK, basename(BUNDLE)],
  WORK,
  {
    XZ_OPT: process.env.XZ_OPT ?? `-6 -T${availableParallelism()}`,
  },
);
cpSync(join(ROOT, 'bench/gpu.sh'), join(BUILD, 'gpu.sh'));
const size = (statSync(archive).size / 1e6).toFixed(1);
process.stdout.write(
  `${relative(process.cwd(), archive)}: ${size} MB. Carry it with gpu.sh beside it to a machine with a GPU, and run: sh gpu.sh\n`,
);

/** Files of a package of npm's, by their paths there. */
function unpacked(spec, ...paths) {
  const name = npm('pack', [spec, '--silent', '--prefer-offline', '--pack-destination', WORK], WORK)
    .trim()
    .split('\n')
    .at(-1);
  run('tar', ['--extract', '--gzip', '--file', join(WORK, name), '--directory', WORK, ...paths]);
  return paths.map((path) => join(WORK, path));
}

function npm(command, parameters, cwd) {
  const [program, ...first] = npmCommand();
  return run(program, [...first, command, ...parameters], cwd, {}, cleanEnvironment());
}

/** What a command says; ends this one with its words where it fails. */
function run(command, parameters, cwd = WORK, more = {}, env = process.env) {
  const { status, stdout, stderr, error } = spawnSync(command, parameters, {
    cwd,
    encoding: 'utf8',
    env: { ...env, ...more },
  });
  if (status === 0) return stdout;
  const words = error?.message ?? `${stdout}${stderr}`.trim();
  return fail(`${basename(command)} failed: ${words}`, 'Correct that and run the command again.');
}

function say(words) {
  process.stderr.write(`${words}\n`);
}
