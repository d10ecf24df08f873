import { BackendMissing, isDeviceLost, reasonOf } from '@latentsweep/core';
import type { BatchRunner } from '../batch-runner.ts';
import type { EngineSpec } from '../engine.ts';

/** A device comes back where its driver starts anew: so often is it tried in a row. */
const TRIES = 3;

export interface FallingBack {
  /** What goes on in its place: an engine with the same id, on a CPU. */
  readonly engine: EngineSpec;
  /** A thread for it. */
  open(): BatchRunner;
  /** Why what the device computes is not to be trusted; null: it is. Asked before each batch. */
  whyNot(): string | null;
  /** `reason`: why the device is used no more. */
  onFallBack(reason: string): void;
}

/**
 * Runs batches on a device for as long as it can be had and is trusted, and on a CPU once it was lost again and again, or
 * has shown other bits.
 */
export function fallingBack(
  device: BatchRunner,
  { engine, open, whyNot, onFallBack }: FallingBack,
): BatchRunner {
  let now = device;
  let losses = 0;
  const fallBack = async (reason: string) => {
    await device.end();
    now = open();
    onFallBack(reason);
  };
  return {
    async run(task, onReports) {
      const reason = now === device ? whyNot() : null;
      if (reason !== null) await fallBack(reason);
      if (now !== device) return now.run({ ...task, engine }, onReports);
      try {
        const reply = await device.run(task, onReports);
        // A batch of which nothing was begun, as while the device was opened, tells nothing of it.
        if (reply.reports > 0) losses = 0;
        return reply;
      } catch (error) {
        losses = isDeviceLost(error) || error instanceof BackendMissing ? losses + 1 : 0;
        if (losses >= TRIES) await fallBack(reasonOf(error));
        throw error;
      }
    },
    end: (reason) => now.end(reason),
    sign: () => now.sign?.() ?? '',
    fellBack: () => now !== device,
  };
}
