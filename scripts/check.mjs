// `npm test`: format and lint, promises, types, imports, what nobody takes, tests. All run even if one fails, so that one
// look shows all.

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { wordsOnEnd } from './stand-in.mjs';
import { environmentUnder, ROOT } from './toolchain.mjs';

const filters = process.argv.slice(2);
const bin = (name) => `${ROOT}/node_modules/.bin/${name}`;
const STEPS = [
  ['format and lint', bin('biome'), ['check', '.']],
  ['promises', bin('oxlint'), ['--type-aware', '--deny-warnings', '.']],
  ['types', bin('tsc'), ['-p', 'tsconfig.json']],
  ['types of the pages', bin('tsc'), ['-p', 'packages/dashboard/browser']],
  ['who may import whom', process.execPath, [join(ROOT, 'scripts', 'house.mjs')]],
  ['what nobody takes', bin('knip'), ['--no-progress']],
  ['tests', bin('vitest'), ['run', ...filters]],
];

const env = {
  ...environmentUnder(process.execPath),
  // Test files, threads and commands are processes by the hundred: none compiles again what another has.
  NODE_COMPILE_CACHE: join(ROOT, 'node_modules', '.cache', 'node-compile'),
};
// Beside the checks: the first tests would each make it. They do without it where it can't be made.
const database = spawn(process.execPath, [join(ROOT, 'packages/store/src/fixtures/keep-database.ts')], {
  ...{ cwd: ROOT, env, stdio: 'ignore' },
});
const databaseMade = once(database, 'close').catch(() => {});
const failed = [];
for (const [name, command, args] of STEPS) {
  const started = Date.now();
  process.stdout.write(`\n── ${name}\n`);
  if (name === 'tests') await databaseMade;
  const { status, signal } = spawnSync(command, args, {
    cwd: ROOT,
    stdio: 'inherit',
    env,
    shell: process.platform === 'win32',
  });
  if (status !== 0) failed.push(name);
  const words = wordsOnEnd(name, signal);
  if (words !== null) process.stdout.write(`${words}\n`);
  process.stdout.write(
    `── ${name}: ${status === 0 ? 'ok' : 'FAILED'} (${((Date.now() - started) / 1000).toFixed(1)} s)\n`,
  );
}
if (failed.length > 0) process.stdout.write(`\nFailed: ${failed.join(', ')}.\n`);
process.stdout.write(`\nchecks: ${STEPS.length - failed.length} passed, ${failed.length} failed\n`);
process.exit(failed.length === 0 ? 0 : 1);
