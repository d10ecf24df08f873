// Compiles the AssemblyScript kernels to WebAssembly, only when their sources changed (a hash decides).

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PACKAGES = join(dirname(dirname(fileURLToPath(import.meta.url))), 'packages');
// Its package.json pins the compiler's version.
const COMPILER = join(PACKAGES, 'engine-simd');

for (const name of ['engine-simd', 'engine-tfjs']) await build(join(PACKAGES, name));

async function build(folder) {
  const sources = join(folder, 'assembly');
  const output = join(folder, 'build');
  const files = existsSync(sources)
    ? readdirSync(sources, { recursive: true })
        .map(String)
        .filter((f) => f.endsWith('.ts'))
        .sort()
    : [];
  const hash = createHash('sha256').update(readFileSync(fileURLToPath(import.meta.url)));
  hash.update(readFileSync(join(COMPILER, 'package.json')));
  for (const file of files) hash.update(file).update(readFileSync(join(sources, file)));
  const wanted = hash.digest('hex');
  const stamp = join(output, 'sources.sha256');
  if (files.length === 0 || (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted)) return;

  mkdirSync(output, { recursive: true });
  // Built beside and renamed, so that a reader never sees half a module.
  const fresh = join(output, `kernels.${process.pid}.wasm`);
  await compile(join(sources, 'index.ts'), fresh);
  renameSync(fresh, join(output, 'kernels.wasm'));
  writeFileSync(stamp, wanted);
}

async function compile(source, outFile) {
  const { default: asc } = await import(
    new URL('../packages/engine-simd/node_modules/assemblyscript/dist/asc.js', import.meta.url).href
  );
  const { error, stderr } = await asc.main([
    source,
    '--outFile',
    outFile,
    '--runtime',
    'stub',
    '--enable',
    'simd,bulk-memory',
    '--optimizeLevel',
    '3',
    '--shrinkLevel',
    '0',
    '--converge',
    '--noAssert',
    '--importMemory',
    '--initialMemory',
    '1',
    '--noExportMemory',
  ]);
  if (!error) return;
  process.stderr.write(`${source} does not compile.\n${stderr.toString()}\n${error.message}\n`);
  process.exit(1);
}
