/** Workers that die, fall silent or leave. */

import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../harness/fault.ts';
import { trialsOf } from '../harness/sweeps.ts';

/** Kills random workers, each replaced at once, as a supervisor would. */
const killed = (times: number, rates: number): Fault['inject'] =>
  async function inject(scene) {
    const { cluster, random } = scene;
    const apart = trialsOf(rates) / times;
    await scene.untilEnded(1);
    for (let i = 0; i < times && (await scene.state()) === 'running'; i++) {
      await random.pick(cluster.alive).end('SIGKILL');
      scene.fired();
      cluster.work();
      await scene.untilMoreEnded(1 + random.below(apart));
    }
  };

export const workerFaults: readonly Fault[] = [
  {
    name: 'SIGKILL of a worker, thrice',
    short: true,
    times: 3,
    inject: killed(3, 6),
  },
  {
    // Many short trials: of few, one that dies three times by chance would be given up, as it should be.
    name: 'SIGKILL of random workers',
    sweep: { rates: 150 },
    epochMs: 8,
    times: 50,
    patienceMs: 900_000,
    inject: killed(50, 150),
  },
  {
    name: 'SIGSTOP of a worker past its lease, then SIGCONT',
    short: true,
    sweep: { rates: 8 },
    epochMs: 60,
    times: 1,
    async inject(scene) {
      const { cluster } = scene;
      await scene.untilEnded(10);
      const stopped = cluster.workers[0]!;
      const holds = async () => (await heldBy(scene, stopped.name)) > 0;
      // Its row may say so of a trial whose end is on its way: stopped then, it would die of nothing.
      await scene.until('it is stopped with a trial', async () => {
        if (!(await holds())) return false;
        stopped.signal('SIGSTOP');
        await sleep(1000);
        if (await holds()) return true;
        stopped.signal('SIGCONT');
        return false;
      });
      scene.fired();
      const coordinator = cluster.coordinators[0]!;
      await scene.until(
        'its death is charged',
        () => coordinator.count('death', { worker: stopped.name }) > 0,
      );
      await scene.untilMoreEnded(5);
      stopped.signal('SIGCONT');
    },
    async shown({ cluster }) {
      // It goes on with the trial that others were given meanwhile, and tells its end.
      const back = cluster.workers[0]!;
      return back.alive && back.count('ended') > 0 ? 1 : 0;
    },
  },
  {
    // The lease is long, and the bus delivers again soon: only a job that it still has can run before the lease ends.
    name: 'a worker killed with a result that it had not sent',
    leaseSeconds: 60,
    coordinators: 0,
    workers: 0,
    times: 1,
    boundMs: 40_000,
    async prepare({ cluster }) {
      cluster.serve({ plan: { bus: { jobAckWaitMs: 3000 } } });
      const strike = { at: 'bus.publishResult', when: 'before', call: 10, signal: 'SIGKILL' } as const;
      cluster.work({ plan: { epochMs: 25, strike } });
      for (let i = 0; i < 3; i++) cluster.work();
    },
    async inject(scene) {
      await scene.cluster.workers[0]!.ended();
      scene.fired();
    },
    shown({ cluster }, rows) {
      const again = rows.filter(({ attempt }) => attempt > 1);
      if (again.length > 0) throw new Error(`${again.length} trials had to be sent again.`);
      return cluster.workers[0]!.count('struck');
    },
  },
  {
    name: 'SIGTERM of workers under load',
    sweep: { rates: 10 },
    epochMs: 80,
    times: 3,
    async inject(scene) {
      const { cluster } = scene;
      await scene.untilEnded(5);
      for (let i = 0; i < 3; i++) {
        const leaving = cluster.work({ args: ['--drain-seconds', '0'] });
        await leaving.says('started');
        const began = performance.now();
        await leaving.end('SIGTERM');
        const seconds = (performance.now() - began) / 1000;
        if (leaving.child.exitCode !== 0 || seconds > 25) {
          throw new Error(`It left with ${leaving.child.exitCode} after ${seconds} s.`);
        }
        scene.fired();
      }
    },
    shown({ cluster, firedAt }, rows) {
      const charged = rows.filter(({ attempt, deaths }) => attempt > 1 || deaths > 0);
      if (charged.length > 0) throw new Error(`${charged.length} trials were charged for it.`);
      const given = cluster.workers.reduce((sum, worker) => sum + worker.count('given_back'), 0);
      return given > 0 ? firedAt.length : 0;
    },
  },
];

/** Trials that the store knows to be at this worker. */
async function heldBy({ cluster }: Parameters<Fault['inject']>[0], worker: string): Promise<number> {
  const { rows } = await cluster.store.query(
    `select count(*)::int from trial_rows where state = 'running' and worker = '${worker}'`,
  );
  return rows[0]![0] as number;
}
