import type { BatchRunner } from '../batch-runner.ts';
import type { EngineInfo, EngineSpec } from '../engine.ts';
import type { WorkerEvent } from '../event.ts';
import { rechecking } from '../recheck/rechecking.ts';
import { fallingBack } from './falling-back.ts';
import { Verdicts } from './verdicts.ts';

export interface BesideCpu {
  /** Of what a device computes, one job in so many is computed again; 0 for none. */
  readonly recheckOneIn: number;
  /** Where it is kept what devices showed of themselves. */
  readonly deviceFolder: string | undefined;
  /** A thread for the engine on a CPU. */
  openCpu(): BatchRunner;
  tell(event: WorkerEvent): void;
}

/**
 * Runners of a device, with the engine on a CPU that has the same id for what is checked, and for when the device is lost, or
 * found to have other bits after all: its next start knows that. Those of an engine that is itself stay as they are.
 */
export function besideCpu(
  runners: readonly BatchRunner[],
  { id, computedBy, tested }: EngineInfo,
  { recheckOneIn, deviceFolder, openCpu, tell }: BesideCpu,
): readonly BatchRunner[] {
  if (!computedBy) return runners;
  const { device } = computedBy;
  const engine: EngineSpec = { kind: id.kind };
  // One for all slots: they are on one device.
  let whyNot: string | null = null;
  const onDifference = (trialIds: readonly number[]) => {
    whyNot = `it computed other bits than a CPU (trial ${trialIds[0]})`;
    tell({ kind: 'device_differs', trialIds, device });
    const verdict = { exact: false, differs: `trial ${trialIds[0]}, computed again on a CPU` } as const;
    if (tested) void new Verdicts(deviceFolder).keep(tested, verdict);
  };
  return runners.map((runner) =>
    fallingBack(rechecking(runner, { engine, open: openCpu, oneIn: recheckOneIn, onDifference }), {
      ...{ engine, open: openCpu, whyNot: () => whyNot },
      onFallBack: (reason) => tell({ kind: 'device_given_up', device, reason }),
    }),
  );
}
