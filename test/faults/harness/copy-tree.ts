import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const OWN = '@latentsweep';

/**
 * Copies the working tree into a new temporary folder and returns that: all files that git knows or would add, the
 * kernels that were built, and links to what is installed. The packages of the copy find each other, not the originals.
 */
export function copyTree(root: string): string {
  const copy = mkdtempSync(join(tmpdir(), 'latentsweep-copy-'));
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], { cwd: root });
  for (const file of listed.toString().split('\0')) {
    if (file === '' || !existsSync(join(root, file))) continue;
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(join(root, file), join(copy, file));
  }
  linkInstalled(root, copy, '.');
  for (const name of readdirSync(join(root, 'packages'))) {
    const built = join('packages', name, 'build');
    if (existsSync(join(root, built))) cpSync(join(root, built), join(copy, built), { recursive: true });
    linkInstalled(root, copy, join('packages', name));
  }
  return copy;
}

function linkInstalled(root: string, copy: string, folder: string): void {
  const from = join(root, folder, 'node_modules');
  if (!existsSync(from)) return;
  const to = join(copy, folder, 'node_modules');
  mkdirSync(to);
  for (const entry of readdirSync(from)) {
    if (entry !== OWN) symlinkSync(join(from, entry), join(to, entry));
  }
  if (!existsSync(join(from, OWN))) return;
  mkdirSync(join(to, OWN));
  for (const name of readdirSync(join(from, OWN))) {
    symlinkSync(join(copy, 'packages', name), join(to, OWN, name));
  }
}
