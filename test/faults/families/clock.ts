import type { Fault } from '../harness/fault.ts';

const HOUR_MS = 3_600_000;

/** Workers and a coordinator whose clocks are wrong. */
const wrongClock = (who: string, aheadMs: number): Fault => ({
  name: `a clock an hour off: ${who}`,
  workers: 0,
  coordinators: 0,
  times: 1,
  async prepare({ cluster }) {
    const clock = { clockAheadMs: aheadMs };
    cluster.serve(who.startsWith('a worker') ? {} : { plan: clock });
    cluster.work();
    cluster.work({ plan: { epochMs: 25, ...(who.startsWith('a worker') && clock) } });
  },
  async inject(scene) {
    await scene.untilEnded(10);
    scene.fired();
  },
  async shown({ cluster }, rows) {
    const skewed = who.startsWith('a worker') ? cluster.workers[1]! : cluster.coordinators[0]!;
    const time = Date.parse(String(skewed.lines.find(({ time }) => time !== undefined)?.['time']));
    if (Math.abs(time - aheadMs - Date.now()) > HOUR_MS / 2) throw new Error('Its clock is right.');
    if (rows.some(({ attempt }) => attempt > 1)) throw new Error('Trials ran again.');
    return skewed.lines.length > 0 ? 1 : 0;
  },
});

export const clockFaults: readonly Fault[] = [
  wrongClock('a worker ahead', HOUR_MS),
  wrongClock('a worker behind', -HOUR_MS),
  wrongClock('the coordinator ahead', HOUR_MS),
];
