// `npm start`, `npm test` and the others come through here: fetch the tools, install, build the kernels and
// the pages, run.
// Each step is skipped in milliseconds when nothing changed, and then needs no network.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { standFor } from './stand-in.mjs';
import { environmentUnder, fail, fetchTools, findNode, ROOT, runPnpm } from './toolchain.mjs';

const SCRIPTS = {
  start: ['packages/cli/bin/sweep.mjs', 'run', 'sweeps/quickstart.yaml'],
  test: ['scripts/check.mjs'],
  bench: ['bench/run.ts'],
  'test:faults': ['test/faults/main.ts'],
  'test:mutations': ['test/faults/mutations.ts'],
  'bench:cluster': ['bench/cluster.ts'],
  'bench:dashboard': ['bench/dashboard.ts'],
  'bench:gpu:pack': ['bench/gpu/pack.mjs'],
  'bench:images': ['bench/images.ts'],
  'bench:programs': ['bench/programs.ts'],
  'bench:search': ['bench/search.ts'],
  'bench:tables': ['bench/tables.ts'],
  pack: ['scripts/pack.mjs'],
};

const [name, ...rest] = process.argv.slice(2);
const script = SCRIPTS[name];
if (!script) fail(`No script is called '${name}'.`, `Known: ${Object.keys(SCRIPTS).join(', ')}.`);

fetchTools();
const node =
  findNode() ??
  fail('The fetched Node is not where it should be.', 'Delete .tools/ and run the command again.');
install();
for (const build of ['scripts/build-kernels.mjs', 'scripts/build-pages.mjs']) {
  await run([build]).then((code) => code === 0 || process.exit(code));
}
process.exit(await run([...script, ...rest]));

function install() {
  const stamp = join(ROOT, 'node_modules', '.latentsweep-installed');
  const wanted = fingerprint();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  process.stderr.write('Installing packages …\n');
  const status = runPnpm(node, [
    'install',
    '--frozen-lockfile',
    '--ignore-scripts',
    '--reporter=append-only',
    '--loglevel=warn',
  ]);
  if (status !== 0)
    fail(
      'pnpm could not install the packages.',
      'Its message is above. Check the network and run the command again.',
    );
  mkdirSync(join(ROOT, 'node_modules'), { recursive: true });
  writeFileSync(stamp, wanted);
}

/** Changes whenever an install would do something: with the lockfile, a manifest or the platform. */
function fingerprint() {
  const manifests = readdirSync(join(ROOT, 'packages')).map((folder) => `packages/${folder}/package.json`);
  const hash = createHash('sha256').update(`${process.platform}-${process.arch}`);
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', ...manifests]) {
    if (existsSync(join(ROOT, file))) hash.update(readFileSync(join(ROOT, file)));
  }
  return hash.digest('hex');
}

/** Runs a script under the right Node to its end. */
function run(args) {
  const options = { cwd: ROOT, stdio: 'inherit', env: environmentUnder(node) };
  return standFor(`npm run ${name}`, node, args, options);
}
