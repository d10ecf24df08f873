/** Workers that die, stop, leave and drain. */

import type { Fault } from '../harness/fault.ts';

/** Kills random workers, each replaced at once, as a supervisor would. */
const killed = (times: number, rates: number): Fault['inject'] =>
  async function inject(scene) {
    const { cluster, random } = scene;
    await scene.untilEnded(1);
    for (let i = 0; i < times && (await scene.state()) === 'running'; i++) {
      const victim = random.pick(cluster.alive);
      await victim.end('SIGKILL');
      scene.fired();
      cluster.work();
      await scene.untilMoreEnded(1 + random.below(Math.max(2, Math.floor((36 * rates) / times / 2))));
    }
  };

export const workerFaults: readonly Fault[] = [
  {
    name: 'SIGKILL of random workers',
    short: true,
    times: 3,
    inject: killed(3, 6),
  },
];
