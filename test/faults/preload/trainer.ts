/** The trainer, with trials that last and trials that kill their threads. */

import { exit, kill, pid } from 'node:process';
import { openTrainer as open, type Trainer } from '../../../packages/worker/src/thread/trainer.ts';
import { isPoisoned, type Poison, plan } from './plan.ts';

/** VAEs take longer. */
const VAE_EPOCHS = 4;

export async function openTrainer(...given: Parameters<typeof open>): Promise<Trainer> {
  const trainer = await open(...given);
  const never = new Int32Array(new SharedArrayBuffer(4));
  return Object.setPrototypeOf(
    {
      train(jobs, content, hooks) {
        const { poison, epochMs = 0 } = plan;
        if (poison && jobs.some(({ config }) => isPoisoned(config, poison))) act(poison.does);
        const vae = String(jobs[0]!.config['arm']).startsWith('vae');
        return trainer.train(jobs, content, {
          ...hooks,
          onEpoch(lane, epoch) {
            if (epochMs > 0) Atomics.wait(never, 0, 0, vae ? VAE_EPOCHS * epochMs : epochMs);
            hooks.onEpoch(lane, epoch);
          },
        });
      },
    } satisfies Partial<Trainer>,
    trainer,
  );
}

function act(does: Poison['does']): void {
  switch (does) {
    case 'exit':
      exit(7);
      break;
    case 'SIGKILL of its process':
      kill(pid, 'SIGKILL');
      break;
    case 'out of memory': {
      const kept: unknown[] = [];
      for (;;) kept.push([0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5]);
    }
    case 'endless loop':
      for (;;);
    default:
      does satisfies never;
  }
}
