import { chunksOf, joined, missingFile, verified } from '../pieces.ts';
import type { OfTrial, Pieces, ReadableFile, TrialFile, TrialFiles } from '../trial-files.ts';

const PIECE_BYTES = 64 * 1024;

interface Stored {
  readonly files: readonly TrialFile[];
  readonly bytes: Uint8Array;
}

/** Files of trials in memory. There is one process, hence one worker's name. */
export function memoryFiles(): TrialFiles {
  /** By sweep, then `<trial>.<SHA-256>`. */
  const artifacts = new Map<number, Map<string, Stored>>();
  const checkpoints = new Map<string, Stored & OfTrial>();
  const keyOf = ({ sweepId, trialId }: OfTrial) => `${sweepId}.${trialId}`;

  return {
    async putArtifacts({ sweepId, trialId }, files) {
      const own = artifacts.get(sweepId) ?? new Map<string, Stored>();
      artifacts.set(sweepId, own);
      for (const file of files) own.set(`${trialId}.${file.sha256}`, await stored([file]));
    },
    getArtifact({ sweepId, trialId }, _worker, file) {
      const found = artifacts.get(sweepId)?.get(`${trialId}.${file.sha256}`);
      return verified(piecesOf(found, file.name), file);
    },
    async putCheckpoint(of, files) {
      checkpoints.set(keyOf(of), { ...of, ...(await stored(files)) });
    },
    async getCheckpoint(of) {
      const found = checkpoints.get(keyOf(of));
      return found ? { files: found.files, pieces: () => piecesOf(found, 'the checkpoint') } : null;
    },
    kept: async () => ({
      artifacts: [...artifacts.keys()],
      checkpoints: [...checkpoints.values()].map(({ sweepId, trialId }) => ({ sweepId, trialId })),
    }),
    async removeArtifacts(sweepId, trialId) {
      const own = artifacts.get(sweepId);
      for (const key of own?.keys() ?? []) {
        if (trialId === undefined || key.startsWith(`${trialId}.`)) own!.delete(key);
      }
      if (trialId === undefined) artifacts.delete(sweepId);
    },
    async removeCheckpoint(of) {
      checkpoints.delete(keyOf(of));
    },
  };
}

async function stored(files: readonly ReadableFile[]): Promise<Stored> {
  const pieces = await Array.fromAsync(chunksOf(joined(files), PIECE_BYTES));
  return {
    files: files.map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 })),
    bytes: Buffer.concat(pieces),
  };
}

async function* piecesOf(found: Stored | undefined, what: string): Pieces & AsyncGenerator<Uint8Array> {
  if (!found) throw missingFile(what);
  for (let at = 0; at < found.bytes.length; at += PIECE_BYTES)
    yield found.bytes.subarray(at, at + PIECE_BYTES);
}
