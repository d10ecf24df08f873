/** What an autoscaler reads: the slots that a cluster's sweeps could keep busy, however few there are. */

import { describeWithNats, NatsServer } from '@latentsweep/bus/fixtures';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWorkplace, type Workplace } from './sweep-process.ts';

/** 400 trials of some seconds each, and 20 runs with two milestones each. */
const SLOW = `name: slow
method: grid
replicates: 40
dataset: { kind: simulated, train: 20000, validation: 100, test: 100 }
parameters:
  arm: { value: oversample }
  minority_rate: { values: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1] }
  epochs: { value: 100 }
`;
const SHARED = `${SLOW.replace('slow', 'shared').replace('value: 100', 'values: [50, 100]').replace('40', '2')}requires: [gpu]
`;

describeWithNats('the slots that are wanted', () => {
  let place: Workplace;
  let nats: NatsServer;
  beforeAll(async () => {
    [place, nats] = await Promise.all([openWorkplace(), NatsServer.start()]);
    await place.write('latentsweep.yaml', `store: .latentsweep\nbus: ${nats.url}\n`);
    await place.write('slow.yaml', SLOW);
    await place.write('shared.yaml', SHARED);
  });
  afterAll(async () => {
    await place.remove();
    await nats.remove();
  });

  test('are all that is left, by labels, while one worker is there', async () => {
    const serving = place.start('serve', '--health', '0');
    let url = '';
    serving.child.stderr!.on('data', (data) => {
      url ||= /Health and metrics: (http:\S+?)["\s]/.exec(String(data))?.[1] ?? '';
    });
    await serving.says(/"event":"leading"/);
    const wanted = async (labels: string): Promise<number> =>
      ((await (await fetch(`${url}/slots-wanted${labels}`)).json()) as { slots: number }).slots;
    const metric = async (labels: string) => {
      const text = await (await fetch(`${url}/metrics`)).text();
      return Number(
        new RegExp(`^latentsweep_slots_wanted{requires="${labels}"} (\\d+)$`, 'm').exec(text)?.[1],
      );
    };
    expect([await wanted(''), await wanted('/gpu'), await metric('')]).toEqual([0, 0, 0]);

    const worker = place.start('worker', '--slots', '4', '--name', 'one');
    await serving.says(/Worker one joined/);
    expect((await place.sweep('submit', 'slow.yaml')).code).toBe(0);
    expect((await place.sweep('submit', 'shared.yaml')).code).toBe(0);
    while ((await wanted('')) === 0 || (await wanted('/gpu')) === 0);
    const ended = async () => {
      const { counts } = JSON.parse((await place.sweep('show', 'slow', '-f', 'json')).out);
      return counts.completed;
    };
    const [before, [slots, gauge], after] = [
      await ended(),
      [await wanted('/'), await metric('')],
      await ended(),
    ];
    for (const value of [slots, gauge]) {
      expect(value).toBeLessThanOrEqual(400 - before);
      expect(value).toBeGreaterThanOrEqual(400 - after);
    }
    // Before any of its jobs is made it is not known that two trials share one.
    expect([20, 40]).toContain(await metric('gpu'));
    expect([await wanted('/a100'), await wanted('/a100,gpu')]).toEqual([0, 0]);

    await place.sweep('cancel', 'slow');
    while ((await wanted('')) > 0);
    worker.child.kill('SIGTERM');
    await worker.ended;
    serving.child.kill('SIGTERM');
    await serving.ended;
  });
});
