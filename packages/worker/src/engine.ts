import { BackendMissing, type Engine, type EngineKind, type EngineOptions } from '@latentsweep/core';
import type { DeviceEngine } from './device/kind.ts';

/** Which engine trains, as data that can go to threads. */
export interface EngineSpec extends EngineOptions {
  /** Its name in the registry. */
  readonly kind: string;
  /** Absent: the best that works here. */
  readonly backend?: string | undefined;
  /** On a device: what this does not support goes back for others to train, where it would train it on the CPU itself. */
  readonly alone?: boolean;
  /** What the jobs ask for, by `formatEngineId`; absent: it is not known yet. */
  readonly as?: string;
}

/** What a thread says of its engine; `tested`: of one on a device. */
export type EngineInfo = Pick<Engine, 'id' | 'traits' | 'computedBy' | 'note'> &
  Partial<Pick<DeviceEngine, 'tested'>>;

export const infoOf = ({ id, traits, computedBy, note, tested }: Engine & EngineInfo): EngineInfo => ({
  ...{ id, traits, computedBy, note },
  ...(tested && { tested }),
});

/** A backend that can't be used here, though it is better than the one that was taken. */
export interface PassedOver {
  readonly backend: string | null;
  readonly reason: string;
}

/**
 * Opens an engine in this thread. Only the one that is asked for is loaded: some bring much more than others.
 * Throws BackendMissing, LatentsweepError `kernels_missing`.
 */
export async function openEngine(
  engines: readonly EngineKind[],
  { kind: name, backend: wanted, ...options }: EngineSpec,
): Promise<{ readonly engine: Engine; readonly passedOver: readonly PassedOver[] }> {
  const kind = engines.find((each) => each.name === name);
  const backends = (kind?.variants ?? [])
    .map(({ id }) => id.backend)
    .filter((backend) => wanted === undefined || backend === wanted);
  const passedOver: PassedOver[] = [];
  for (const [i, backend] of backends.entries()) {
    try {
      return { engine: await kind!.open(backend, options), passedOver };
    } catch (error) {
      if (!(error instanceof BackendMissing) || i === backends.length - 1) throw error;
      passedOver.push({ backend, reason: error.reason });
    }
  }
  throw new Error(`There is no engine ${name}${wanted === undefined ? '' : ` on ${wanted}`}.`);
}
