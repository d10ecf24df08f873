/** Programs of a user's own, their workers and coordinators: what dies, hangs or takes too much. */

import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { family } from '../../processes.ts';
import type { Fault } from '../harness/fault.ts';
import type { Scene } from '../harness/scene.ts';
import { PROGRAMS, programSweep, writeSweep } from '../harness/sweeps.ts';

const WORKERS = 3;
/** Of each of 6 values, the 3 replicates of one of 3 others. */
const FAULTY = 18;

const work = ({ cluster }: Scene) => cluster.work({ args: ['--programs', join(cluster.folder, PROGRAMS)] });

const ofProgram = {
  text: programSweep,
  workers: 0,
  async prepare(scene: Scene) {
    await writeSweep(scene.cluster.folder, programSweep());
    for (let i = 0; i < WORKERS; i++) work(scene);
  },
} as const satisfies Partial<Fault>;

const slowly = {
  ...ofProgram,
  async prepare(scene: Scene) {
    await ofProgram.prepare(scene);
    await mkdir(join(scene.cluster.folder, 'slow'));
  },
} as const satisfies Partial<Fault>;

/** The first attempt of a third of all trials. */
const faulty = (what: 'killed' | 'hangs' | 'takes memory', error: RegExp): Fault => ({
  ...ofProgram,
  name: `a program that is tried again: ${what}`,
  short: what === 'killed',
  times: FAULTY,
  async prepare(scene) {
    await ofProgram.prepare(scene);
    await mkdir(join(scene.cluster.folder, what));
  },
  inject: (scene) => scene.untilOver(),
  async shown({ cluster }) {
    const { rows } = await cluster.store.query('select log from trial_logs', { limit: 1000 });
    const told = rows.filter(([log]) => error.test(String(log))).length;
    const struck = await readdir(join(cluster.folder, what));
    return Math.min(told, struck.length);
  },
});

export const programFaults: readonly Fault[] = [
  {
    ...slowly,
    name: 'SIGKILL of workers with programs under way',
    short: true,
    times: 3,
    async inject(scene) {
      const { cluster, random } = scene;
      await scene.untilEnded(1);
      for (let i = 0; i < 3; i++) {
        const worker = random.pick(cluster.alive);
        let [, ...children]: number[] = [];
        // The one that watches over them, a program, and what that runs.
        await scene.until('it runs a program', () => {
          [, ...children] = family(worker.pid);
          return children.length > 2;
        });
        await worker.end('SIGKILL');
        scene.fired();
        await scene.until('its programs have ended', () => !children.some(isAlive));
        work(scene);
        await scene.untilMoreEnded(1);
      }
    },
  },
  {
    ...slowly,
    name: 'SIGKILL of the coordinator of programs',
    times: 2,
    async inject(scene) {
      const { cluster } = scene;
      for (let i = 0; i < 2; i++) {
        await scene.untilMoreEnded(5);
        await cluster.coordinators.at(-1)!.end('SIGKILL');
        scene.fired();
        cluster.serve();
      }
    },
  },
  faulty('killed', /signal: /),
  faulty('hangs', /time_limit: /),
  faulty('takes memory', /memory_limit: /),
];

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
