import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileAt } from '@latentsweep/program';

/**
 * Copies files to where a sweep's artifacts lie: `folder/<sweep>/<SHA-256>`. Each appears whole, by a rename; what is there
 * already is not copied. Throws what the file system throws.
 */
export async function keepArtifacts(
  folder: string,
  sweepId: number,
  files: readonly FileAt[],
): Promise<void> {
  const own = join(folder, String(sweepId));
  await mkdir(own, { recursive: true, mode: 0o700 });
  for (const { path, sha256 } of files) {
    const file = join(own, sha256);
    if (existsSync(file)) continue;
    const part = `${file}.${randomUUID()}.part`;
    try {
      await copyFile(path, part);
      await rename(part, file);
    } finally {
      await rm(part, { force: true });
    }
  }
}
