import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { bytes, findGpus } from '@latentsweep/app';
import { entryOf, type Log } from '@latentsweep/app/services';
import { plural } from '@latentsweep/core';
import type { Context } from '../context.ts';
import { ExitCode } from '../exit-code.ts';
import { interruptible } from '../terminal/interrupt.ts';
import { createLog } from '../terminal/log.ts';
import { chooseGpus, type GpuWish, refuseUnreachable } from './choose.ts';
import { type Child, type Keeping, keepRunning } from './keep.ts';
import { type GpuWorker, type GpuWorkers, planWorkers } from './plan.ts';

const SWEEP = fileURLToPath(new URL('../../bin/sweep.mjs', import.meta.url));

/** A worker process for each GPU that is wanted, kept running until a signal tells them all to stop. */
export async function runGpuWorkers(context: Context, wish: GpuWish, common: GpuWorkers): Promise<void> {
  const all = await findGpus();
  const visible = process.env['CUDA_VISIBLE_DEVICES'];
  const gpus = chooseGpus(wish, all, visible);
  if (common.byName) refuseUnreachable(gpus, all, visible);
  const workers = planWorkers(gpus, common);
  const log = createLog(context.terminal, { role: 'gpus', name: common.name });
  const keepingFor = (signal: AbortSignal): Keeping => ({
    signal,
    start: (worker) => startWorkerProcess(worker, log),
    onEnd: (worker, code, pauseMs) => log.write(endText(worker, code, pauseMs, signal.aborted)),
    sleep: (ms) => sleep(ms, undefined, { signal }).catch(() => {}),
    now: () => performance.now(),
  });
  const givenUp = await interruptible(
    () => log.write(entryOf('info', 'stopping', 'Stopping all workers.')),
    (signal) => Promise.all(workers.map((worker) => keepRunning(worker, keepingFor(signal)))),
  );
  if (givenUp.every(Boolean)) context.exitCode = ExitCode.badInput;
}

/** Its log goes where ours goes. */
function startWorkerProcess({ gpu, name, args, env }: GpuWorker, log: Log): Child {
  const child = spawn(process.execPath, [SWEEP, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  // A second signal ends us at once: so it does them.
  const leave = () => child.kill('SIGTERM');
  process.once('exit', leave);
  const ended = new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('exit', (code) => resolve(code));
  }).finally(() => process.off('exit', leave));
  const memory = gpu.bytes === null ? '' : `, ${bytes(gpu.bytes)}`;
  const text = `Worker ${name} starts on GPU ${gpu.index}: ${gpu.name}${memory}.`;
  const fields = { worker: name, gpu: gpu.index, device: gpu.name, child: child.pid };
  log.write(entryOf('info', 'gpu_worker', text, fields));
  return { ended, stop: leave };
}

function endText({ gpu, name }: GpuWorker, code: number | null, pauseMs: number | null, stopping: boolean) {
  const how = code === null ? `was killed${stopping ? '' : ' (out of memory?)'}` : `left with ${code}`;
  const event = 'gpu_worker_ended';
  const fields = { worker: name, gpu: gpu.index, code, pause_ms: pauseMs };
  if (stopping) return entryOf('info', event, `Worker ${name} ${how}.`, fields);
  const next =
    pauseMs === null
      ? 'it is not started again, since that would mend nothing'
      : `it starts again in ${plural(Math.round(pauseMs / 1000), 'second')}`;
  return entryOf('error', event, `Worker ${name} ${how}; ${next}.`, fields);
}
