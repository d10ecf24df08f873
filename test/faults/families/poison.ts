/** Trials that kill the threads that train them. */

import type { Fault } from '../harness/fault.ts';
import { rateOf } from '../harness/sweeps.ts';
import { isPoisoned, type Poison } from '../preload/plan.ts';

const POISONED = 3;
const DEATHS = 3;

/** 3 training runs of the sweep are given up after 3 deaths each; all the others end as ever. */
function poison(does: Poison['does'], { short = false, reason }: { short?: boolean; reason: RegExp }): Fault {
  const plan = { poison: { minorityRate: rateOf(3), does } };
  return {
    name: `a poison trial: ${does}`,
    short,
    plan,
    workers: 0,
    // One that has run well for a while: where all fails at once, a sweep is stopped.
    times: POISONED * DEATHS,
    poisoned: (config) => isPoisoned(config, plan.poison),
    async prepare({ cluster }) {
      for (let i = 0; i < 4; i++) {
        cluster.work({ plan: { epochMs: 25, ...plan }, args: ['--stall-seconds', '2'] });
      }
    },
    async inject() {},
    shown({ cluster }, rows) {
      const told = rows.filter(({ state, error }) => state === 'quarantined' && reason.test(error ?? ''));
      if (told.length !== POISONED * 3) {
        throw new Error(`The errors do not tell why: ${rows.find(({ error }) => error)?.error}`);
      }
      return cluster.workers.reduce((sum, worker) => sum + worker.count('crashed'), 0);
    },
  };
}

export const poisonFaults: readonly Fault[] = [
  poison('exit', { short: true, reason: /died at it/ }),
  poison('out of memory', { reason: /out of memory/ }),
  poison('endless loop', { reason: /no epoch ended within 2 s/ }),
];
