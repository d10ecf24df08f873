/** Programs of a user's own, their workers and coordinators: what dies, hangs or takes too much. */

import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Bus, openNatsBus } from '@latentsweep/bus';
import { family } from '../../processes.ts';
import type { Fault } from '../harness/fault.ts';
import type { Part } from '../harness/part.ts';
import type { Scene } from '../harness/scene.ts';
import { declarePrograms, PROGRAMS, programSweep, stepwiseSweep, writeSweep } from '../harness/sweeps.ts';

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

/** A machine of its own: a folder with the program, in which nothing of another's lies. */
async function machine({ cluster }: Scene): Promise<Part> {
  const folder = join(cluster.folder, `machine-${cluster.workers.length + 1}`);
  await declarePrograms(folder);
  await mkdir(join(folder, 'slow'));
  return cluster.work({ args: ['--programs', join(folder, PROGRAMS)] });
}

/** A worker with a checkpoint of the trial that it runs on the bus. */
async function withCheckpoint({ cluster }: Scene, bus: Bus): Promise<Part | null> {
  const asked = `select sweep_id, id, worker from trial_rows where state = 'running'`;
  const { rows } = await cluster.store.query(asked, { limit: 100 });
  for (const [sweepId, trialId, name] of rows) {
    const worker = cluster.alive.find((one) => one.name === name);
    const of = { sweepId: Number(sweepId), trialId: Number(trialId) };
    if (worker && (await bus.files.getCheckpoint(of))) return worker;
  }
  return null;
}

const RESUMED = /^from step [1-9]\d* in .*machine-/m;

export const programFaults: readonly Fault[] = [
  {
    name: 'a checkpoint resumed elsewhere',
    short: true,
    text: stepwiseSweep,
    workers: 0,
    times: 2,
    async prepare(scene) {
      for (let i = 0; i < 2; i++) await machine(scene);
    },
    async inject(scene) {
      const bus = await openNatsBus({ url: scene.cluster.nats.url, role: 'reader', name: 'fault' });
      try {
        for (let i = 0; i < 2; i++) {
          let worker: Part | null = null;
          await scene.until('a running trial has a checkpoint', async () => {
            worker = await withCheckpoint(scene, bus);
            return worker !== null;
          });
          await worker!.end('SIGKILL');
          scene.fired();
          await machine(scene);
        }
        await scene.untilOver();
        await scene.until('checkpoints go with their trials', async () => {
          return (await bus.files.kept()).checkpoints.length === 0;
        });
      } finally {
        await bus.close();
      }
    },
    /** Each by another worker than that which died: it says so from the last step that was kept. */
    async shown({ cluster }) {
      const { rows } = await cluster.store.query('select log from trial_logs', { limit: 100 });
      return rows.filter(([log]) => RESUMED.test(String(log))).length;
    },
  },

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
