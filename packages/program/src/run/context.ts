import type { ProgramDeclaration } from '@latentsweep/core';
import type { Variables } from '../config/environment.ts';
import type { Scratch } from '../files/scratch.ts';
import type { House } from '../process/program-process.ts';

/** What all trials of a runner share. */
export interface Context {
  readonly declaration: ProgramDeclaration;
  readonly house: House;
  readonly scratch: Scratch;
  /** The worker's variables. */
  readonly host: Readonly<Record<string, string | undefined>>;
  /** Those that every process gets. */
  readonly common: Variables;
  /** A name for another run. */
  nextRun(): string;
  /** Aborted when the runner closes. */
  readonly closing: AbortSignal;
}
