/**
 * Files that the trials of programs left: on this machine beside the store (`artifacts/<sweep>/<SHA-256>`), on a cluster on
 * its bus.
 */

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { TrialFiles } from '@latentsweep/bus';
import { InputError, LatentsweepError, printable } from '@latentsweep/core';
import { isKeptName } from '@latentsweep/program';
import type { Artifact, Reading, Store } from '@latentsweep/store';

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

/** Checkpoints of a sweep's trials that have ended, as those that are stopped at a band: the worker kept them to go on from there. */
export async function clearCheckpoints(
  store: Located & Pick<Store, 'needlessFiles'>,
  sweepId: number,
): Promise<void> {
  const { folder } = store.location;
  if (folder === null) return;
  const path = join(folder, 'checkpoints', String(sweepId));
  const trials = (await readdir(path).catch(() => [])).map(Number).filter(Number.isSafeInteger);
  if (trials.length === 0) return;
  const kept = trials.map((trialId) => ({ sweepId, trialId }));
  const { checkpoints } = await store.needlessFiles({ artifacts: [], checkpoints: kept });
  for (const { trialId } of checkpoints)
    await rm(join(path, String(trialId)), { recursive: true, force: true });
}

/** Where to read what a trial left. */
export interface ArtifactSource {
  readonly store: Located;
  /** Opens the bus of the cluster where it is needed; null: none is named. */
  readonly bus: (() => Promise<{ readonly files: Pick<TrialFiles, 'getArtifact'> }>) | null;
}

/** A trial that left files, and the worker that its result came from. */
export interface Leaver {
  readonly sweepId: number;
  readonly trialId: number;
  readonly worker: string;
}

/**
 * Writes a trial's artifacts into a folder that is new or empty, by their names: all of them, or none. Throws InputError
 * `file_exists`, and LatentsweepError `artifact_missing`, `file_missing`, `file_damaged`, `bad_artifact_name` and what the
 * bus throws.
 */
export async function writeArtifacts(
  source: ArtifactSource,
  leaver: Leaver,
  artifacts: readonly Artifact[],
  to: string,
): Promise<void> {
  const path = resolve(to);
  await refuseUsed(path, to);
  const partial = `${path}.partial-${process.pid}`;
  try {
    await mkdir(partial, { recursive: true });
    for (const artifact of artifacts) await writeOne(source, leaver, artifact, partial);
    // Replaces an empty folder alone.
    await rename(partial, path);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    throw error;
  }
}

async function writeOne(
  source: ArtifactSource,
  leaver: Leaver,
  artifact: Artifact,
  folder: string,
): Promise<void> {
  if (!isKeptName(artifact.name)) {
    throw new LatentsweepError(
      'bad_artifact_name',
      `'${printable(artifact.name)}' is no name of a file in a folder.`,
      'A program or a worker has made it up; nothing was written.',
    );
  }
  const path = join(folder, artifact.name);
  await mkdir(dirname(path), { recursive: true });
  const file = await open(path, 'wx', 0o644);
  try {
    for await (const piece of await piecesOf(source, leaver, artifact)) await file.writeFile(piece);
  } finally {
    await file.close();
  }
}

/** Verified: see `TrialFiles`. */
async function piecesOf(
  { store, bus }: ArtifactSource,
  leaver: Leaver,
  artifact: Artifact,
): Promise<AsyncIterable<Uint8Array>> {
  const folder = artifactFolder(store);
  const isHash = /^[0-9a-f]{64}$/.test(artifact.sha256);
  const path = join(folder ?? '', String(leaver.sweepId), artifact.sha256);
  if (folder !== null && isHash && (await isThere(path))) return verifiedFile(path, artifact);
  if (bus !== null && isHash) return (await bus()).files.getArtifact(leaver, leaver.worker, artifact);
  throw new LatentsweepError(
    'artifact_missing',
    `${printable(artifact.name)} is not here: ${folder === null ? 'the store is a server' : `it is not in ${folder}`}.`,
    'Artifacts lie beside the store of the machine that ran the trial or, of a cluster, on its bus: name it with --bus.',
  );
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error;
      return false;
    },
  );
}

async function* verifiedFile(path: string, { name, sha256 }: Artifact): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path) as AsyncIterable<Buffer>) {
    hash.update(piece);
    yield piece;
  }
  if (hash.digest('hex') === sha256) return;
  throw new LatentsweepError(
    'file_damaged',
    `${printable(name)} is not what the trial left: its SHA-256 is another one than ${sha256}.`,
    `Look at the disk that ${path} is on.`,
  );
}

async function refuseUsed(path: string, given: string): Promise<void> {
  const there = await stat(path).catch(() => null);
  if (there === null || (there.isDirectory() && (await readdir(path)).length === 0)) return;
  throw new InputError('file_exists', `'${given}' exists already.`, 'Name a folder that is new or empty.');
}
