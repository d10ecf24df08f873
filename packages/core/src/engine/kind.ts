/** What is known of an engine before any of it is loaded. A registry is a list of these. */

import { InputError } from '../error.ts';
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
}

/** What an engine is to run on can't be used here. */
export class BackendMissing extends InputError {
  /** Why, without a full stop. */
  readonly reason: string;

  constructor(message: string, reason: string, fix: string) {
    super('backend_missing', message, fix);
    this.reason = reason;
  }
}
