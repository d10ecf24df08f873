// What `gpu.sh` runs of machine.ts, with the tests that it runs, as JavaScript without vitest.

import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bundle } from '../../scripts/bundle.mjs';

/** As `bundle`: into the folder of our package's own, whose files it finds there. */
export function bundleMachine(folder) {
  return bundle(folder, { entries: { 'gpu-machine': 'bench/gpu/machine.ts' }, plugins: [forTests()] });
}

/**
 * What the exam imports of packages that are for tests, which the package does not have: fast-check is bundled, in place of
 * vitest there is vitest.ts, and what that one takes of it.
 */
function forTests() {
  const stand = fileURLToPath(new URL('vitest.ts', import.meta.url));
  // Their own packages lie beside where they really are.
  const installed = (name) => realpathSync(fileURLToPath(import.meta.resolve(name)));
  return {
    name: 'for tests',
    setup({ onResolve }) {
      onResolve({ filter: /^(vitest|fast-check)$/ }, ({ path, importer }) => ({
        path: path === 'vitest' && importer !== stand ? stand : installed(path),
      }));
    },
  };
}
