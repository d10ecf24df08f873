/** Workers that train several trials as one, and die at them. */

import type { Fault } from '../harness/fault.ts';
import { mixedSweep, rateOf } from '../harness/sweeps.ts';
import { isPoisoned, type Plan } from '../preload/plan.ts';

const WORKERS = 3;
const EPOCH_MS = 10;
const POISON = { minorityRate: rateOf(1), does: 'exit' } as const;
const POISONED = 3;
const DEATHS = 3;

const cohortSweep = () => `${mixedSweep({ rates: 8 })}engine: tfjs\n`;

/** Each has trained trials together: more than one began before the first of them ended. */
const trainedTogether = (lines: readonly { readonly event?: string }[]): boolean =>
  lines.some(({ event }, i) => event === 'started' && lines[i + 1]?.event === 'started');

const onCohorts = (plan: Plan) => ({
  plan,
  args: ['--engine', 'tfjs', '--backend', 'wasm', '--cohort', '4'],
});

export const cohortFaults: readonly Fault[] = [
  {
    name: 'SIGKILL of workers that train cohorts',
    text: cohortSweep,
    workers: 0,
    times: 5,
    async prepare({ cluster }) {
      for (let i = 0; i < WORKERS; i++) cluster.work(onCohorts({ epochMs: EPOCH_MS }));
    },
    async inject(scene) {
      const { cluster, random } = scene;
      await scene.untilEnded(5);
      for (let i = 0; i < 5; i++) {
        await random.pick(cluster.alive).end('SIGKILL');
        scene.fired();
        cluster.work(onCohorts({ epochMs: EPOCH_MS }));
        await scene.untilMoreEnded(1 + random.below(40));
      }
    },
    shown({ cluster, firedAt }) {
      return cluster.workers.some(({ lines }) => trainedTogether(lines)) ? firedAt.length : 0;
    },
  },
  {
    name: 'a poison trial among others of its cohort: exit',
    short: true,
    text: cohortSweep,
    workers: 0,
    times: POISONED * DEATHS,
    poisoned: (config) => isPoisoned(config, POISON),
    async prepare({ cluster }) {
      for (let i = 0; i < WORKERS; i++) cluster.work(onCohorts({ epochMs: EPOCH_MS, poison: POISON }));
    },
    inject: (scene) => scene.untilOver(),
    shown({ cluster }, rows) {
      const charged = rows.filter(({ deaths, state }) => deaths > 0 && state !== 'quarantined').length;
      if (charged === 0) throw new Error('No neighbour was there when a thread died.');
      return cluster.workers.reduce((sum, worker) => sum + worker.count('crashed'), 0);
    },
  },
];
