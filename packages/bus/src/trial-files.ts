/**
 * The files that trials of programs leave, kept on the bus: artifacts until their sweep is removed, checkpoints until their
 * trial has ended. No result depends on them, so that a bus may lose them.
 */

export interface OfTrial {
  readonly sweepId: number;
  readonly trialId: number;
}

export interface TrialFile {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Bytes in their order, cut anywhere. */
export type Pieces = AsyncIterable<Uint8Array>;

/** One that can be read, more than once. */
export interface ReadableFile extends TrialFile {
  pieces(): Pieces;
}

/** A checkpoint that was put: whoever reads it verifies each file. */
interface KeptCheckpoint {
  readonly files: readonly TrialFile[];
  /** All files, one after the other. Throws LatentsweepError `file_missing`. */
  pieces(): Pieces;
}

export interface TrialFiles {
  /**
   * Stores them under the worker's own name. Throws LatentsweepError `bus_full`, `bus_silent`, `bus_refused`,
   * `message_too_big`, or `content_mismatch` where a file is not as long as it says.
   */
  putArtifacts(of: OfTrial, files: readonly ReadableFile[]): Promise<void>;
  /** One that `worker` put. Throws LatentsweepError `file_missing` or, once all is read, `file_damaged`. */
  getArtifact(of: OfTrial, worker: string, file: TrialFile): Pieces;
  /** Instead of the worker's one before, which stays until this one is whole. Throws as `putArtifacts`. */
  putCheckpoint(of: OfTrial, files: readonly ReadableFile[]): Promise<void>;
  /** The last that any worker put; null: none. */
  getCheckpoint(of: OfTrial): Promise<KeptCheckpoint | null>;

  /** For the coordinator that leads: sweeps that have artifacts, and trials that have checkpoints. */
  kept(): Promise<{ readonly artifacts: readonly number[]; readonly checkpoints: readonly OfTrial[] }>;
  /** Of one trial, or of all of the sweep. */
  removeArtifacts(sweepId: number, trialId?: number): Promise<void>;
  removeCheckpoint(of: OfTrial): Promise<void>;
}
