import { setMaxListeners } from 'node:events';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { OfTrial, TrialFiles } from '@latentsweep/bus';
import type { FileAt, StoredCheckpoint } from '@latentsweep/program';
import { keepArtifacts } from './artifact-folder.ts';
import { CheckpointFolder } from './checkpoint-folder.ts';

/** Where what trials leave is kept: beside the store of one machine, or on a bus between machines. */
export interface Keeping {
  artifacts(of: OfTrial, files: readonly FileAt[]): Promise<void>;
  checkpoint(of: OfTrial): CheckpointPlace;
}

/** The last checkpoint of a trial that has not ended. */
export interface CheckpointPlace {
  /** Null: there is none. */
  read(): Promise<StoredCheckpoint | null>;
  /** Instead of the one before. */
  keep(files: readonly FileAt[]): Promise<void>;
  /** Its trial has ended. */
  remove(): Promise<void>;
}

export function keepInFolder(folder: string): Keeping {
  return {
    artifacts: ({ sweepId }, files) => keepArtifacts(join(folder, 'artifacts'), sweepId, files),
    checkpoint: (of) => new CheckpointFolder(join(folder, 'checkpoints'), of),
  };
}

/** What is on its way when the worker ends gets this long, also without a bus. */
const LAST_MS = 2000;

/** `ending`: of the worker. What a trial leaves is removed by the coordinator alone: see `TrialFiles`. */
export function keepOnBus(files: TrialFiles, ending: AbortSignal): Keeping {
  setMaxListeners(0, ending);
  const inTime = (put: Promise<void>) => unlessEnded(put, ending);
  return {
    artifacts: (of, found) => inTime(files.putArtifacts(of, found.map(readable))),
    checkpoint: (of) => ({
      read: () => files.getCheckpoint(of).catch(unreadable),
      keep: (found) => inTime(files.putCheckpoint(of, found.map(readable))),
      remove: async () => {},
    }),
  };
}

function unlessEnded(put: Promise<void>, ending: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const giveUp = () => setTimeout(() => reject(new Error('the worker ended meanwhile')), LAST_MS).unref();
    const forget = () => ending.removeEventListener('abort', giveUp);
    ending.addEventListener('abort', giveUp, { once: true });
    if (ending.aborted) giveUp();
    put.finally(forget).then(resolve, reject);
  });
}

/** The trial begins anew, and its log says why. */
const unreadable = (error: unknown): StoredCheckpoint => ({
  files: [{ name: 'checkpoint', bytes: 1, sha256: '' }],
  // biome-ignore lint/correctness/useYield: there is nothing of it
  async *pieces() {
    throw error;
  },
});

const readable = (file: FileAt) => ({
  ...file,
  pieces: () => createReadStream(file.path) as AsyncIterable<Buffer>,
});
