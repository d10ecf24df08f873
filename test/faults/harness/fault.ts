import type { NatsServerOptions } from '@latentsweep/bus/fixtures';
import type { Plan } from '../preload/plan.ts';
import type { TrialRow } from './reference.ts';
import type { Scene } from './scene.ts';
import type { SweepSize } from './sweeps.ts';

/** A way in which a cluster is disturbed while it runs a sweep. */
export interface Fault {
  readonly name: string;
  /** In the short set, which runs with the other tests. */
  readonly short?: boolean;
  readonly sweep?: SweepSize;
  /** A sweep file of its own instead. */
  readonly text?: () => string;
  /** How long training waits in each epoch: 25 ms. */
  readonly epochMs?: number;
  /** Workers at the start: 4, with a slot each. */
  readonly workers?: number;
  /** 0: the fault starts its own. */
  readonly coordinators?: number;
  readonly leaseSeconds?: number;
  /** Of the workers at the start. */
  readonly plan?: Plan;
  readonly nats?: NatsServerOptions;
  readonly poisoned?: (config: TrialRow['config']) => boolean;
  /** How often it must be shown to have fired. */
  readonly times: number;
  /** How long a recovery may take. */
  readonly boundMs?: number;
  /** How long the whole may take: 4 minutes. */
  readonly patienceMs?: number;
  /** Before the coordinators and workers are started. */
  prepare?(scene: Scene): Promise<void>;
  /** Once the sweep runs. Calls `scene.fired` each time that it struck, with what shows it. */
  inject(scene: Scene): Promise<void>;
  /** After the sweep's end: shows that the fault did what it is for. Returns how often, if that is known only now. */
  shown?(scene: Scene, rows: readonly TrialRow[]): Promise<number | undefined> | number | undefined;
  /** Whatever happened: undoes what it did to the machine, before the cluster is removed. */
  restore?(scene: Scene): Promise<void>;
  /** Why this machine cannot have it, or null. */
  impossible?(): Promise<string | null>;
}
