/** The engine as it was at a commit of this repository, set up in a folder of its own for as long as it is compared with. */

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const HERE = resolve(import.meta.dirname, '..');
const PACKAGES = ['core', 'engine-simd'];

/**
 * Hands `use` the folder of the commit's packages core and engine-simd, their kernels built. Returns why it could not:
 * the clone does not reach back to the commit. Dependencies are this checkout's.
 */
export async function withCommit<Result>(
  commit: string,
  use: (folder: string) => Promise<Result>,
): Promise<Result | string> {
  try {
    execFileSync('git', ['cat-file', '-e', `${commit}^{commit}`], { cwd: HERE, stdio: 'ignore' });
  } catch {
    return `commit ${commit} is not in this clone (git fetch --unshallow)`;
  }
  const folder = mkdtempSync(join(tmpdir(), 'latentsweep-commit-'));
  try {
    // Not a work tree of git's: one that is cut off would have to be pruned by hand.
    const paths = [...PACKAGES.map((name) => `packages/${name}`), 'scripts'];
    const archive = execFileSync('git', ['archive', commit, ...paths], { cwd: HERE, maxBuffer: 2 ** 28 });
    execFileSync('tar', ['-x', '-C', folder], { input: archive });
    link(join(folder, 'packages/core'), join(folder, 'node_modules/@latentsweep/core'));
    for (const [name, dependency] of [
      ['core', 'apache-arrow'],
      ['engine-simd', 'assemblyscript'],
    ] as const) {
      const place = join('packages', name, 'node_modules', dependency);
      link(realpathSync(join(HERE, place)), join(folder, place));
    }
    execFileSync(process.execPath, [join(folder, 'scripts/build-kernels.mjs')], { cwd: folder });
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function link(target: string, path: string): void {
  mkdirSync(join(path, '..'), { recursive: true });
  symlinkSync(target, path, 'dir');
}
