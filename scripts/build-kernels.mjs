// Compiles the AssemblyScript kernels to WebAssembly, only when their sources changed (a hash decides).

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PACKAGE = join(dirname(dirname(fileURLToPath(import.meta.url))), 'packages/engine-simd');
const SOURCES = join(PACKAGE, 'assembly');
const OUTPUT = join(PACKAGE, 'build');

const files = existsSync(SOURCES)
  ? readdirSync(SOURCES, { recursive: true })
      .map(String)
      .filter((f) => f.endsWith('.ts'))
      .sort()
  : [];
const hash = createHash('sha256').update(readFileSync(fileURLToPath(import.meta.url)));
// The compiler's version is pinned there.
hash.update(readFileSync(join(PACKAGE, 'package.json')));
for (const file of files) hash.update(file).update(readFileSync(join(SOURCES, file)));
const wanted = hash.digest('hex');
const stamp = join(OUTPUT, 'sources.sha256');

if (files.length > 0 && !(existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted)) {
  const { default: asc } = await import(
    new URL('../packages/engine-simd/node_modules/assemblyscript/dist/asc.js', import.meta.url).href
  );
  mkdirSync(OUTPUT, { recursive: true });
  // Built beside and renamed, so that a reader never sees half a module.
  const fresh = join(OUTPUT, `kernels.${process.pid}.wasm`);
  const { error, stderr } = await asc.main([
    join(SOURCES, 'index.ts'),
    '--outFile',
    fresh,
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
  if (error) {
    process.stderr.write(`The SIMD kernels do not compile.\n${stderr.toString()}\n${error.message}\n`);
    process.exit(1);
  }
  renameSync(fresh, join(OUTPUT, 'kernels.wasm'));
  writeFileSync(stamp, wanted);
}
