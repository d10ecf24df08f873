import { BackendMissing, formatEngineId, reasonOf } from '@latentsweep/core';
import type { BatchRunner } from './batch-runner.ts';
import { type BesideCpu, besideCpu } from './device/beside-cpu.ts';
import type { EngineInfo, EngineSpec } from './engine.ts';
import type { Slot } from './slot.ts';
import { firstWidth } from './width.ts';

/** Slots of one engine, and what that is here. */
export interface EngineSlots {
  readonly info: EngineInfo;
  readonly slots: readonly Slot[];
}

interface SlotWish extends BesideCpu {
  readonly cohort: number | 'auto';
}

/** Slots on runners of one engine. Throws what the engine throws when it can't be opened; the runners are ended then. */
export async function slotsOf(
  runners: readonly BatchRunner[],
  wanted: EngineSpec,
  wish: SlotWish,
): Promise<EngineSlots> {
  const info = await engineOf(runners, wanted);
  // What one thread chose goes for all, and for those that come after it.
  const backend = info.computedBy ? wanted.backend : (info.id.backend ?? undefined);
  const engine = { ...wanted, backend, as: formatEngineId(info.id) };
  const width = firstWidth(info.traits, wish.cohort);
  const slots = besideCpu(runners, info, wish).map((runner) => ({ runner, engine, width, from: 1 }));
  return { info, slots };
}

/**
 * A slot on a device, for beside threads of an engine whose bits it is to have. It takes jobs where there are as many as
 * are worth its while, and which it supports: the others are for the threads. Or why there is none, without a full stop.
 */
export async function slotsBeside(
  { info: { id } }: EngineSlots,
  runner: BatchRunner,
  wanted: EngineSpec,
  wish: SlotWish,
): Promise<EngineSlots | { readonly missing: string }> {
  try {
    const { info, slots } = await slotsOf([runner], { ...wanted, alone: true }, wish);
    if (info.computedBy && formatEngineId(info.id) === formatEngineId(id)) {
      return { info, slots: slots.map((slot) => ({ ...slot, from: slot.width.now })) };
    }
    await runner.end();
    return { missing: `${info.traits.device} has not the bits of ${formatEngineId(id)}` };
  } catch (error) {
    const reason = error instanceof BackendMissing ? error.reason : reasonOf(error);
    return { missing: reason.replace(/\.$/, '') };
  }
}

/** What their engine is here. Throws what it throws when it can't be opened, and ends them then. */
export async function engineOf(runners: readonly BatchRunner[], engine: EngineSpec): Promise<EngineInfo> {
  try {
    const hello = { engine, jobs: [], width: 1, contents: new Map(), board: new SharedArrayBuffer(0) };
    return (await runners[0]!.run(hello, () => {})).engine;
  } catch (error) {
    await Promise.all(runners.map((runner) => runner.end()));
    throw error;
  }
}
