/** What is known of an engine before any of it is loaded. A registry is a list of these. */

import { InputError, LatentsweepError } from '../error.ts';
import type { Engine } from './port.ts';
import type { EngineSetup } from './setup.ts';
import type { EngineVariant } from './variant.ts';

/** An engine as sweep files and options know it. */
export interface EngineKind {
  readonly name: string;
  /** What it trains, in words that follow its name: `on CPUs`. */
  readonly description: string;
  /** Whether `auto` may take it. One that is there to check others is taken by its name alone. */
  readonly auto: boolean;
  /** What it can run on, the best first; at least one. */
  readonly variants: readonly EngineVariant[];
  /** What brings a library that a normal install does not, where there is such a thing. */
  readonly setup?: EngineSetup;
  /**
   * Loads one of its variants, named by the backend, into this thread. Throws BackendMissing where it can't be used here,
   * LatentsweepError `kernels_missing` where the engine was not built.
   */
  open(backend: string | null, options: EngineOptions): Promise<Engine>;
}

export interface EngineOptions {
  /** A folder in whose node_modules native packages may lie, if they are not this project's own. */
  readonly nativeFolder?: string | undefined;
  /** Units of the widest layer that it is to train, as far as that is known: how it shares cores may depend on it. */
  readonly widest?: number | undefined;
  /** A part of the name of the device to run on; absent: the best. */
  readonly device?: string | undefined;
  /** Whether a driver that computes on the CPU will do: for tests. */
  readonly allowSoftware?: boolean | undefined;
  /** A folder in which is kept what devices showed of themselves; absent: it is not kept. */
  readonly deviceFolder?: string | undefined;
}

/** Whether an engine has the bits that it should have, and if not, where it first differs, in words. */
export type SelfTest = { readonly exact: true } | { readonly exact: false; readonly differs: string };

/** What an engine is to run on can't be used here. */
export class BackendMissing extends InputError {
  /** Why, without a full stop. */
  readonly reason: string;

  constructor(message: string, reason: string, fix: string) {
    super('backend_missing', message, fix);
    this.reason = reason;
  }
}

/**
 * Whether the device that an engine ran on went away: no fault of what it trained, which runs again elsewhere. By the code,
 * which survives the way from one process to another.
 */
export const isDeviceLost = (error: unknown): boolean => codeOf(error) === 'gpu_lost';

/** Whether a device had no memory for so many lanes. */
export const isDeviceFull = (error: unknown): boolean => codeOf(error) === 'gpu_out_of_memory';

const codeOf = (error: unknown) => (error instanceof LatentsweepError ? error.code : null);

/** A network that an engine has said it does not train: thrown before anything is trained. */
export class Unsupported extends Error {}
