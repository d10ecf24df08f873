import {
  BackendMissing,
  type Engine,
  type EngineKind,
  type EngineOptions,
  formatEngineId,
} from '@latentsweep/core';
import { disagreement } from './agree.ts';
import { identify } from './identity.ts';
import type { Adapter, DevicePackage } from './package.ts';
import { othersOn } from './users.ts';
import { type Tested, Verdicts } from './verdicts.ts';

/** Null where it is the only one of its name. */
const unreached = ({ name, alike }: Adapter): string | null =>
  alike === 1
    ? null
    : `Of ${alike} devices named ${name} this uses the first alone: docs/gpu.md#several-gpus-of-one-name has how to use them all.`;

const APART = { gpu: true, ownProcess: true } as const;

/** One that was opened on a device. */
export interface DeviceEngine extends Engine {
  /** For what its verdict is kept: see `Verdicts`. */
  readonly tested: Tested;
}

/**
 * An engine on devices as one of the registry. Opened on one for the first time it is tested, for some seconds, which is
 * kept. Where it has the bits of `truth` it is that engine, on another device: see `identify`. Where it has not, it is one
 * of its own, and where it is off by more than rounding it can't be used.
 */
export function deviceKind({ description, variant, load }: DevicePackage, truth: EngineKind): EngineKind {
  const trueId = truth.variants[0]!.id;

  async function open({ device, allowSoftware, deviceFolder }: EngineOptions): Promise<DeviceEngine> {
    const { open: openDevice, test, sources } = await load();
    const options = {
      ...(device === undefined ? {} : { part: device }),
      ...(allowSoftware === undefined ? {} : { allowSoftware }),
    };
    const engine = await openDevice(options);
    const { adapter } = engine;
    try {
      const tested: Tested = {
        ...{ name: adapter.name, vendor: adapter.vendor, driver: adapter.driver },
        ...{ engine: formatEngineId(variant.id), truth: formatEngineId(trueId), sources },
      };
      const verdict = await new Verdicts(deviceFolder).of(tested, () => test(engine));
      if (!verdict.exact) await refuseWrong(engine, adapter.name);
      const identified = identify(engine, adapter, verdict, trueId);
      const others = await othersOn(`${adapter.vendor} ${adapter.name}`, deviceFolder);
      const notes = [identified.note, unreached(adapter), others].filter((note) => note);
      const limits = { ...adapter.limits } as Readonly<Record<string, number>>;
      const traits = { ...identified.traits, ...APART };
      return {
        ...identified,
        traits,
        limits,
        tested,
        note: notes.length === 0 ? undefined : notes.join(' '),
      };
    } catch (error) {
      await engine.close();
      throw error;
    }
  }

  /** Throws BackendMissing where it is off by more than rounding. */
  async function refuseWrong(engine: Engine, name: string): Promise<void> {
    const right = await truth.open(trueId.backend, {});
    try {
      const differs = await disagreement(engine, right);
      if (differs === null) return;
      const reason = `${name} computes wrongly: ${differs}`;
      throw new BackendMissing(
        `${reason}.`,
        reason,
        'Update its driver, or take another device; `sweep doctor` shows what is there. On CPUs nothing is the matter.',
      );
    } finally {
      await right.close();
    }
  }

  return {
    name: variant.id.kind,
    description,
    auto: true,
    variants: [{ ...variant, bitsOf: trueId, traits: { ...variant.traits, ...APART } }],
    open: (_, options) => open(options),
  };
}
