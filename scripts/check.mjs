// `npm test`: format and lint, promises, types, imports, what nobody takes, tests. All run even if one fails, so that one
// look shows all. The checks run one after the other beside the tests, which often wait for processes and timers; what
// they say comes after what those say.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { standFor, wordsOnEnd } from './stand-in.mjs';
import { environmentUnder, ROOT } from './toolchain.mjs';

const filters = process.argv.slice(2);
const bin = (name) => `${ROOT}/node_modules/.bin/${name}`;
const CHECKS = [
  ['format and lint', bin('biome'), ['check', '.']],
  ['promises', bin('oxlint'), ['--type-aware', '--deny-warnings', '.']],
  ['types', bin('tsc'), ['-p', 'tsconfig.json']],
  ['types of the pages', bin('tsc'), ['-p', 'packages/dashboard/browser']],
  ['who may import whom', process.execPath, [join(ROOT, 'scripts', 'house.mjs')]],
  ['what nobody takes', bin('knip'), ['--no-progress']],
];

const options = {
  cwd: ROOT,
  env: {
    ...environmentUnder(process.execPath),
    // Test files, threads and commands are processes by the hundred: none compiles again what another has.
    NODE_COMPILE_CACHE: join(ROOT, 'node_modules', '.cache', 'node-compile'),
  },
  shell: process.platform === 'win32',
};

/** What it said, and whether all is well. */
async function check([name, command, args]) {
  const started = Date.now();
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text) => (said += text));
  const [code, signal] = await once(child, 'close');
  const words = wordsOnEnd(name, signal);
  if (code !== 0) process.stdout.write(`── ${name}: FAILED. What it says follows the tests.\n`);
  return {
    name,
    ok: code === 0,
    said: words === null ? said : `${said}${words}\n`,
    seconds: secondsSince(started),
  };
}

async function runChecks() {
  const results = [];
  for (const one of CHECKS) results.push(await check(one));
  return results;
}

/** Once the database is made that new stores are copies of: each test would make it. They do without where it can't be. */
async function runTests() {
  const made = spawn(process.execPath, [join(ROOT, 'packages/store/src/fixtures/keep-database.ts')], {
    ...{ ...options, stdio: 'ignore' },
  });
  await once(made, 'close').catch(() => {});
  const started = Date.now();
  const code = await standFor('tests', bin('vitest'), ['run', ...filters], { ...options, stdio: 'inherit' });
  return { name: 'tests', ok: code === 0, said: '', seconds: secondsSince(started) };
}

const secondsSince = (moment) => ((Date.now() - moment) / 1000).toFixed(1);

const [tests, checks] = await Promise.all([runTests(), runChecks()]);
const results = [...checks, tests];
for (const { name, ok, said, seconds } of results) {
  process.stdout.write(`\n── ${name}\n${said}── ${name}: ${ok ? 'ok' : 'FAILED'} (${seconds} s)\n`);
}
const failed = results.filter(({ ok }) => !ok).map(({ name }) => name);
if (failed.length > 0) process.stdout.write(`\nFailed: ${failed.join(', ')}.\n`);
process.stdout.write(`\nchecks: ${results.length - failed.length} passed, ${failed.length} failed\n`);
process.exit(failed.length === 0 ? 0 : 1);
