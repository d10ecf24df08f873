// Compiles the AssemblyScript kernels to WebAssembly, only when their sources changed (a hash decides).

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compile } from './assemblyscript.mjs';

const PACKAGES = join(dirname(dirname(fileURLToPath(import.meta.url))), 'packages');
// Its package.json pins the compiler's version.
const COMPILER = join(PACKAGES, 'engine-simd');

/** What decides beside the sources. */
const SCRIPTS = ['build-kernels.mjs', 'assemblyscript.mjs'];
/** What both engines' kernels are made of too. */
const SHARED = join(PACKAGES, 'core', 'assembly');
/** Modules of each package, by the file of its assembly/ that exports what they do. */
const MODULES = { 'engine-simd': { kernels: 'index' }, 'engine-tfjs': { kernels: 'index', draws: 'draws' } };

for (const [name, modules] of Object.entries(MODULES)) await build(join(PACKAGES, name), modules);

async function build(folder, modules) {
  const sources = join(folder, 'assembly');
  if (!existsSync(sources)) return;
  const output = join(folder, 'build');
  const hash = createHash('sha256');
  for (const script of SCRIPTS) hash.update(readFileSync(new URL(script, import.meta.url)));
  hash.update(readFileSync(join(COMPILER, 'package.json')));
  for (const place of [SHARED, sources]) {
    for (const file of readdirSync(place).sort()) hash.update(file).update(readFileSync(join(place, file)));
  }
  const wanted = hash.digest('hex');
  const stamp = join(output, 'sources.sha256');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;

  mkdirSync(output, { recursive: true });
  for (const [made, source] of Object.entries(modules)) {
    // Built beside and renamed, so that a reader never sees half a module.
    const fresh = join(output, `${made}.${process.pid}.wasm`);
    await compile(join(sources, `${source}.ts`), fresh);
    renameSync(fresh, join(output, `${made}.wasm`));
  }
  // So is the stamp: where checkouts share their files by hard links, one must not write into another's.
  const freshStamp = `${stamp}.${process.pid}`;
  writeFileSync(freshStamp, wanted);
  renameSync(freshStamp, stamp);
}
