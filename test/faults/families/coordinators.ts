/** Coordinators that are killed at each step of their work, or stopped and woken when another one leads. */

import type { Fault } from '../harness/fault.ts';
import type { Scene } from '../harness/scene.ts';
import { learningSweep, mixedSweep, racedLearningSweep, stoppedLearningSweep } from '../harness/sweeps.ts';
import type { Strike } from '../preload/plan.ts';

/** One coordinator after another, each struck at its place, and at last one that is left alone. */
const killedAt = (step: string, ...strikes: Omit<Strike, 'signal'>[]): Fault => ({
  name: `SIGKILL of the coordinator at: ${step}`,
  short: step === 'commit',
  coordinators: 0,
  times: strikes.length,
  async prepare({ cluster }) {
    cluster.serve({ plan: { strike: { ...strikes[0]!, signal: 'SIGKILL' } } });
  },
  async inject(scene) {
    for (const next of [...strikes.slice(1), null]) {
      await scene.cluster.coordinators.at(-1)!.ended();
      scene.fired(struckAt(scene));
      scene.cluster.serve(next ? { plan: { strike: { ...next, signal: 'SIGKILL' } } } : {});
    }
  },
  shown: ({ cluster }) =>
    cluster.coordinators.filter((one) => one.count('struck') === 1 && one.child.signalCode === 'SIGKILL')
      .length,
});

/** When the newest coordinator was struck. */
function struckAt({ cluster }: Scene): number {
  const line = cluster.coordinators.at(-1)!.lines.find(({ event }) => event === 'struck');
  if (!line) throw new Error(`It ended by itself:\n${cluster.coordinators.at(-1)!.tail()}`);
  return line['time'] as number;
}

export const coordinatorFaults: readonly Fault[] = [
  killedAt(
    'expand',
    { at: 'store.expand', when: 'before', call: 1 },
    { at: 'store.expand', when: 'after', call: 1 },
  ),
  killedAt(
    'publish',
    { at: 'store.claim', when: 'after', call: 2 },
    { at: 'bus.publishJob', when: 'after', call: 5 },
  ),
  killedAt(
    'commit',
    { at: 'store.record', when: 'before', call: 3 },
    { at: 'store.record', when: 'after', call: 3 },
  ),
  killedAt(
    'ack',
    { at: 'result.ack', when: 'before', call: 10 },
    { at: 'result.ack', when: 'after', call: 10 },
  ),
  {
    ...killedAt(
      'decisions of a race',
      { at: 'store.decideRung', when: 'before', call: 1 },
      { at: 'store.decideRung', when: 'after', call: 1 },
      { at: 'store.aliveConfigs', when: 'after', call: 1 },
    ),
    text: () => mixedSweep().replace('replicates: 3', 'replicates: 3\nrace: true'),
  },
  {
    // Killed between a question and its rows, by the eighth of which results are learnt from, and behind rows.
    ...killedAt(
      'proposals of a search that learns',
      { at: 'store.searchHistory', when: 'after', call: 1 },
      { at: 'store.searchHistory', when: 'after', call: 8 },
      { at: 'store.expand', when: 'after', call: 2 },
    ),
    text: learningSweep,
  },
  {
    // Between proposals of a block and a decision of it, and between a decision and the next block.
    ...killedAt(
      'a race by blocks of a search that learns',
      { at: 'store.searchHistory', when: 'after', call: 2 },
      { at: 'store.expand', when: 'after', call: 1 },
      { at: 'store.decideRung', when: 'before', call: 1 },
      { at: 'store.decideRung', when: 'after', call: 2 },
    ),
    text: racedLearningSweep,
  },
  {
    // Before a decision at a band, behind it, and before what goes on is on its way.
    ...killedAt(
      'bands of epochs',
      { at: 'store.bandStand', when: 'after', call: 1 },
      { at: 'store.decideBand', when: 'before', call: 1 },
      { at: 'store.decideBand', when: 'after', call: 2 },
      { at: 'store.waitingConfigs', when: 'after', call: 1 },
    ),
    text: stoppedLearningSweep,
  },
  {
    // Its lease is long: what a dead coordinator had pulled and not written has to come from the bus, and soon.
    name: 'results that a killed coordinator had pulled',
    coordinators: 0,
    leaseSeconds: 60,
    times: 1,
    boundMs: 40_000,
    async prepare({ cluster }) {
      const strike = { at: 'store.record', when: 'before', call: 3, signal: 'SIGKILL' } as const;
      cluster.serve({ plan: { strike } });
    },
    async inject(scene) {
      await scene.cluster.coordinators[0]!.ended();
      scene.fired(struckAt(scene));
      scene.cluster.serve();
    },
    shown({ firedAt }, rows) {
      const again = rows.filter(({ attempt }) => attempt > 1);
      if (again.length > 0) throw new Error(`${again.length} trials had to run again.`);
      return firedAt.length;
    },
  },
  {
    name: 'SIGSTOP of the leader, a second one takes over, SIGCONT',
    short: true,
    sweep: { rates: 10 },
    coordinators: 0,
    times: 2,
    async prepare({ cluster }) {
      for (const at of ['store.claim', 'store.renewLeases'] as const) {
        const strike = { at, when: 'before', call: 3, signal: 'SIGSTOP' } as const;
        const one = cluster.serve({ plan: { strike } });
        await one.says(cluster.coordinators.length === 1 ? 'leading' : 'standing_by');
      }
    },
    async inject(scene) {
      const { coordinators } = scene.cluster;
      for (const stopped of [...coordinators]) {
        await stopped.says('struck');
        scene.fired();
        const begun = () => coordinators.reduce((sum, one) => sum + one.count('sweep_begun'), 0);
        const before = begun();
        if (coordinators.length === 2 && stopped !== coordinators[0]) scene.cluster.serve();
        await scene.until('another one runs the sweep', () => begun() > before);
        await scene.untilMoreEnded(3);
        stopped.signal('SIGCONT');
      }
    },
    shown: ({ cluster }) =>
      cluster.coordinators.filter(
        (one) => one.count('lost_the_lead') + one.count('sweep_failed_to_run') > 0 && one.count('struck') > 0,
      ).length,
  },
];
