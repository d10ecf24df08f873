import type { Network } from '../model/network.ts';
import type { EngineId } from './id.ts';

/** An engine on what it runs on: all that can be said of it whether or not it is on this machine. */
export interface EngineVariant {
  readonly id: EngineId;
  /** Whose bits it has on devices where it showed so: opened there, it has this id, and names itself in `computedBy`. */
  readonly bitsOf?: EngineId;
  readonly traits: EngineTraits;
  /**
   * Null where it trains such a network well; otherwise why not, in words that follow its name: `has no layer …`, `is
   * slow at …`. By this `auto` chooses.
   */
  supports(network: Network): string | null;
}

export interface EngineTraits {
  /** The most lanes of a cohort: how many trials it can train as one. */
  readonly fuses: number;
  /** How many it is worth to begin with, and up to how many it may be worth to go; 1 and 1 where it gains nothing by it. */
  readonly pays: { readonly from: number; readonly to: number };
  /** Whether results are the same bits everywhere, beside whatever others they are trained. */
  readonly exact: boolean;
  /** Whether one thread uses all cores, or the GPU: more threads would be in each other's way. */
  readonly takesTheMachine: boolean;
  /** Whether it needs a GPU, which `auto` takes on machines whose workers were started for it alone. */
  readonly gpu: boolean;
  /** Whether it needs what a normal install does not bring. */
  readonly optional: boolean;
  /**
   * Whether it is to be opened in a process of its own, on the main thread: a driver may take its process with it, and a
   * thread that is ended while something is pending does so too.
   */
  readonly ownProcess?: true;
  /** The oldest driver of NVIDIA's that it works with; absent where it needs none. */
  readonly driver?: string;
  /** What it runs on, in words. */
  readonly device: string;
}

/** Of an engine that trains one network at a time on the core that calls it, and brings all that it needs. */
export const ONE_CORE: Omit<EngineTraits, 'device'> = {
  ...{ fuses: 1, pays: { from: 1, to: 1 } },
  ...{ exact: true, takesTheMachine: false, gpu: false, optional: false },
};
