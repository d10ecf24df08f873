/** Trials that kill the threads that train them. */

import type { Fault } from '../harness/fault.ts';
import { rateOf } from '../harness/sweeps.ts';
import { isPoisoned, type Poison } from '../preload/plan.ts';

const WORKERS = 4;
const POISONED = 3;
const DEATHS = 3;

/** 3 training runs of the sweep are given up after 3 deaths each; all the others end as ever. */
function poison(does: Poison['does'], { short = false, reason }: { short?: boolean; reason: RegExp }): Fault {
  const stallSeconds = does === 'endless loop' ? '2' : '300';
  // One that the shuffled grid comes to late: a sweep whose first runs all fail is stopped.
  const plan = { poison: { minorityRate: rateOf(1), does } };
  return {
    name: `a poison trial: ${does}`,
    short,
    plan,
    workers: 0,
    times: POISONED * DEATHS,
    poisoned: (config) => isPoisoned(config, plan.poison),
    async prepare({ cluster }) {
      for (let i = 0; i < WORKERS; i++) {
        cluster.work({ plan: { epochMs: 25, ...plan }, args: ['--stall-seconds', stallSeconds] });
      }
    },
    async inject(scene) {
      const { cluster } = scene;
      // As a supervisor would, where the whole process dies.
      await scene.until('the sweep is over', async () => {
        while (cluster.alive.length < WORKERS) cluster.work({ plan: { epochMs: 25, ...plan } });
        return (await scene.state()) === 'completed';
      });
    },
    shown({ cluster }, rows) {
      const untold = rows.find(({ state, error }) => state === 'quarantined' && !reason.test(error ?? ''));
      if (untold) throw new Error(`An error does not tell why: ${untold.error}`);
      const killed = cluster.workers.filter(({ child }) => child.signalCode === 'SIGKILL').length;
      return killed + cluster.workers.reduce((sum, worker) => sum + worker.count('crashed'), 0);
    },
  };
}

export const poisonFaults: readonly Fault[] = [
  poison('exit', { short: true, reason: /died at it/ }),
  poison('out of memory', { reason: /out of memory/ }),
  poison('SIGKILL of its process', { reason: /was not heard of/ }),
  poison('endless loop', { reason: /no epoch ended within 2 s/ }),
];
