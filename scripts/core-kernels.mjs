// node scripts/core-kernels.mjs compiles modules of packages/core/assembly into sources of core, which has nothing of Node's
// and so can't read a module from a file. They are kept with the sources; core-kernels.test.mjs says where one is old.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compile } from './assemblyscript.mjs';
import { ROOT } from './toolchain.mjs';

/** Modules of assembly/, and the sources that they are kept in. */
export const MADE = {
  linear: join(ROOT, 'packages/core/src/classifier/linear/kernels.wasm.ts'),
  warp: join(ROOT, 'packages/core/src/augment/transform/kernels.wasm.ts'),
};

/** The text of a module's source. */
export async function coreKernels(name) {
  const folder = mkdtempSync(join(tmpdir(), 'latentsweep-kernels-'));
  try {
    const module = join(folder, `${name}.wasm`);
    await compile(join(ROOT, `packages/core/assembly/${name}.ts`), module);
    return sourceOf(name, readFileSync(module).toString('base64'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const LINE = 100;

function sourceOf(name, base64) {
  const lines = base64.match(new RegExp(`.{1,${LINE}}`, 'g')).map((line) => `${line}\\`);
  return `/** assembly/${name}.ts as WebAssembly, in base64: made by \`node scripts/core-kernels.mjs\`. */
export const KERNELS = \`\\
${lines.join('\n')}
\`;
`;
}

if (process.argv[1] === import.meta.filename) {
  for (const [name, made] of Object.entries(MADE)) writeFileSync(made, await coreKernels(name));
}
