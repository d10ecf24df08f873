// node scripts/linear-kernels.mjs compiles packages/core/assembly/linear.ts into a source of core, which has nothing of
// Node's and so can't read a module from a file. It is kept with the sources; linear-kernels.test.mjs says where it is old.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compile } from './assemblyscript.mjs';
import { ROOT } from './toolchain.mjs';

export const MADE = join(ROOT, 'packages/core/src/classifier/linear/kernels.wasm.ts');

/** The text of that source. */
export async function linearKernels() {
  const folder = mkdtempSync(join(tmpdir(), 'latentsweep-kernels-'));
  try {
    const module = join(folder, 'linear.wasm');
    await compile(join(ROOT, 'packages/core/assembly/linear.ts'), module);
    return sourceOf(readFileSync(module).toString('base64'));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const LINE = 100;

function sourceOf(base64) {
  const lines = base64.match(new RegExp(`.{1,${LINE}}`, 'g')).map((line) => `${line}\\`);
  return `/** assembly/linear.ts as WebAssembly, in base64: made by \`node scripts/linear-kernels.mjs\`. */
export const KERNELS = \`\\
${lines.join('\n')}
\`;
`;
}

if (process.argv[1] === import.meta.filename) writeFileSync(MADE, await linearKernels());
