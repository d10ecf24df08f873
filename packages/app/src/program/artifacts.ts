/** Files that the trials of programs left on this machine, beside the store: `artifacts/<sweep>/<SHA-256>`. */

import { createHash } from 'node:crypto';
import { chmod, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { InputError, LatentsweepError, printable } from '@latentsweep/core';
import { isKeptName } from '@latentsweep/program';
import type { Artifact, Reading } from '@latentsweep/store';

type Located = Pick<Reading, 'location'>;

/** Where they lie; null where the store is a server, which has no place for files. */
function artifactFolder({ location: { folder } }: Located): string | null {
  return folder === null ? null : join(folder, 'artifacts');
}

/** A sweep's files, once it is deleted: checkpoints of trials that have not ended too. */
export async function removeKept({ location: { folder } }: Located, sweepId: number): Promise<void> {
  if (folder === null) return;
  for (const kind of ['artifacts', 'checkpoints'])
    await rm(join(folder, kind, String(sweepId)), { recursive: true, force: true });
}

/**
 * Writes a trial's artifacts into a folder that is new or empty, by their names: all of them, or none. Throws InputError
 * `file_exists`, and LatentsweepError `artifact_missing`, `artifact_damaged`, `bad_artifact_name`.
 */
export async function writeArtifacts(
  store: Located,
  sweepId: number,
  artifacts: readonly Artifact[],
  to: string,
): Promise<void> {
  const path = resolve(to);
  await refuseUsed(path, to);
  const partial = `${path}.partial-${process.pid}`;
  try {
    await mkdir(partial, { recursive: true });
    for (const artifact of artifacts) await writeOne(store, sweepId, artifact, partial);
    // Replaces an empty folder alone.
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    throw error;
  }
}

async function writeOne(
  store: Located,
  sweepId: number,
  { name, sha256 }: Artifact,
  folder: string,
): Promise<void> {
  if (!isKeptName(name)) {
    throw new LatentsweepError(
      'bad_artifact_name',
      `'${printable(name)}' is no name of a file in a folder.`,
      'A program or a worker has made it up; nothing was written.',
    );
  }
  const bytes = await kept(store, sweepId, { name, sha256 });
  const file = join(folder, name);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, bytes, { flag: 'wx' });
  await chmod(file, 0o644);
}

async function kept(
  store: Located,
  sweepId: number,
  { name, sha256 }: Pick<Artifact, 'name' | 'sha256'>,
): Promise<Uint8Array> {
  const folder = artifactFolder(store);
  const isHash = /^[0-9a-f]{64}$/.test(sha256);
  const bytes =
    folder === null || !isHash
      ? null
      : await readFile(join(folder, String(sweepId), sha256)).catch((error: NodeJS.ErrnoException) => {
          if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error;
          return null;
        });
  if (bytes === null) {
    throw new LatentsweepError(
      'artifact_missing',
      `${printable(name)} is not here: ${folder === null ? 'the store is a server' : `it is not in ${folder}`}.`,
      'Artifacts lie in the directory of the store of the machine that ran the trial; copy them along with it.',
    );
  }
  if (createHash('sha256').update(bytes).digest('hex') === sha256) return bytes;
  throw new LatentsweepError(
    'artifact_damaged',
    `${printable(name)} is not what the trial left: its SHA-256 is another one than ${sha256}.`,
    `Look at the disk that ${folder} is on.`,
  );
}

async function refuseUsed(path: string, given: string): Promise<void> {
  const there = await stat(path).catch(() => null);
  if (there === null || (there.isDirectory() && (await readdir(path)).length === 0)) return;
  throw new InputError('file_exists', `'${given}' exists already.`, 'Name a folder that is new or empty.');
}
