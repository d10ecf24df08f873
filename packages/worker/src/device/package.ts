/** What the package of an engine that computes on devices, such as GPUs, has to bring: see `deviceKind`. */

import type { Engine, EngineVariant, SelfTest } from '@latentsweep/core';

/** A device as its driver describes it. */
export interface Adapter {
  readonly name: string;
  readonly vendor: string;
  readonly driver: string;
  /** It computes on the CPU: for tests alone. */
  readonly isSoftware: boolean;
  /** How many of this name there are, itself among them: the others can't be reached. */
  readonly alike: number;
  /** What bounds networks and cohorts on it, in bytes and invocations, by what they are of. */
  readonly limits: object;
}

export interface DevicePackage {
  /** Follows the engine's name. */
  readonly description: string;
  /** Before it is loaded, by the name under which it is an engine of its own. */
  readonly variant: EngineVariant;
  /** Loads it into this process. */
  load(): Promise<{
    /** Throws BackendMissing where there is no device, or none but one in software that is not allowed, or it is too small. */
    open(options: {
      readonly part?: string;
      readonly allowSoftware?: boolean;
    }): Promise<Engine & { readonly adapter: Adapter }>;
    /** Takes seconds. */
    test(engine: Engine): Promise<SelfTest>;
    /** Another text for each change of what the engine computes and of what is tested: of code, shaders and libraries. */
    readonly sources: string;
  }>;
}
