/** How long things may take, in milliseconds. */
export interface Timing {
  /** From the stop file to TERM. */
  readonly stopGraceMs: number;
  /** From TERM to KILL. */
  readonly termGraceMs: number;
  /** Between two looks at memory and processes. */
  readonly sampleMs: number;
  /** Between two looks for what ended trials left running. */
  readonly strayMs: number;
  /** Between two looks at a checkpoint. */
  readonly checkpointMs: number;
  /** For output to end once the program has: what holds it open then has left the program's process group. */
  readonly outputMs: number;
  /** For an interpreter to say which one it is. */
  readonly askMs: number;
}

export const TIMING: Timing = {
  stopGraceMs: 10_000,
  termGraceMs: 5_000,
  sampleMs: 200,
  strayMs: 1_000,
  checkpointMs: 10_000,
  outputMs: 250,
  askMs: 10_000,
};
