import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { bytes, findGpus } from '@latentsweep/app';
import type { Log } from '@latentsweep/app/services';
import { plural } from '@latentsweep/core';
import type { Context } from '../context.ts';
import { ExitCode } from '../exit-code.ts';
import { listenForInterrupt } from '../terminal/interrupt.ts';
import { createLog } from '../terminal/log.ts';
import { chooseGpus, type GpuWish } from './choose.ts';
import { type Child, keepRunning } from './keep.ts';
import { type GpuWorker, type GpuWorkers, planWorkers } from './plan.ts';

const SWEEP = fileURLToPath(new URL('../../bin/sweep.mjs', import.meta.url));

/** A worker process for each GPU that is wanted, kept running until a signal tells them all to stop. */
export async function runGpuWorkers(context: Context, wish: GpuWish, common: GpuWorkers): Promise<void> {
  const gpus = chooseGpus(wish, await findGpus(), process.env['CUDA_VISIBLE_DEVICES']);
  const workers = planWorkers(gpus, common);
  const log = createLog(context.terminal, { role: 'gpus', name: common.name });
  const interrupt = listenForInterrupt(() => {
    log.write({ level: 'info', text: 'Stopping all workers.', fields: { event: 'stopping' } });
  });
  const { signal } = interrupt;
  try {
    const givenUp = await Promise.all(
      workers.map((worker) =>
        keepRunning(worker, {
          signal,
          start: (one) => startWorkerProcess(one, log),
          onEnd: (one, code, pauseMs) => log.write(endText(one, code, pauseMs, signal.aborted)),
          sleep: (ms) => sleep(ms, undefined, { signal }).catch(() => {}),
          now: () => performance.now(),
        }),
      ),
    );
    if (givenUp.every(Boolean)) context.exitCode = ExitCode.badInput;
  } finally {
    interrupt.end();
  }
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
  log.write({
    level: 'info',
    text: `Worker ${name} starts on GPU ${gpu.index}: ${gpu.name}${memory}.`,
    fields: { event: 'gpu_worker', worker: name, gpu: gpu.index, device: gpu.name, child: child.pid },
  });
  return { ended, stop: leave };
}

function endText({ gpu, name }: GpuWorker, code: number | null, pauseMs: number | null, stopping: boolean) {
  const how = code === null ? `was killed${stopping ? '' : ' (out of memory?)'}` : `left with ${code}`;
  const fields = { event: 'gpu_worker_ended', worker: name, gpu: gpu.index, code, pause_ms: pauseMs };
  if (stopping) return { level: 'info', text: `Worker ${name} ${how}.`, fields } as const;
  const next =
    pauseMs === null
      ? 'it is not started again, since that would mend nothing'
      : `it starts again in ${plural(Math.round(pauseMs / 1000), 'second')}`;
  return { level: 'error', text: `Worker ${name} ${how}; ${next}.`, fields } as const;
}
