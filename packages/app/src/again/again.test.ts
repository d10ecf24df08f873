import { setTimeout as sleep } from 'node:timers/promises';
import { LatentsweepError } from '@latentsweep/core';
import type { PredictionBook } from '@latentsweep/store';
import { createMemoryStore } from '@latentsweep/store/memory';
import { ENGINES } from '@latentsweep/worker/engines';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Again, openAgain } from './again.ts';
import { sweepWithTrials } from './fixtures/sweep-with-trials.ts';
import { packed } from './pack.ts';
import type { ShownTrial, TrainAgain, trainAgain } from './train-again.ts';

const shownOf = (trial: number, note: string | null = null): ShownTrial => ({
  trial,
  replicate: 0,
  note,
  classes: ['0', '1'],
  test: { probabilities: Float32Array.of(trial / 100), labels: Uint8Array.of(1) },
  validation: { probabilities: new Float32Array(), labels: new Uint8Array() },
  rows: null,
  images: null,
  latent: null,
});

/** A store that keeps predictions of any trial, and trials that take as long as the test wants. */
function stage({ refuse = false, note = null as string | null } = {}) {
  const kept = new Map<number, Uint8Array>();
  const asked: number[] = [];
  const begun: TrainAgain[] = [];
  const ends = new Map<number, PromiseWithResolvers<void>>();
  let tries = 0;
  const keep: PredictionBook = {
    async keepPredictions(id, bytes) {
      tries++;
      if (refuse) throw new LatentsweepError('store_refused', 'only reading', '');
      kept.set(id, bytes);
    },
    async predictionsAsked(id) {
      asked.push(id);
    },
  };
  const store = { ...createMemoryStore(), keptPredictions: async (id: number) => kept.get(id) ?? null };
  const again = openAgain({
    ...{ store, keep, engines: [] },
    async train(given) {
      begun.push(given);
      const end = Promise.withResolvers<void>();
      ends.set(given.trialId, end);
      given.onEpoch?.(1, 2);
      given.signal?.addEventListener('abort', () => end.reject(given.signal!.reason));
      await end.promise;
      return shownOf(given.trialId, note);
    },
  });
  onTestFinished(() => again.close());
  const until = async (condition: () => boolean) => {
    while (!condition()) await sleep(1);
  };
  const finish = async (id: number) => {
    await until(() => ends.has(id));
    ends.get(id)!.resolve();
  };
  const ids = () => begun.map(({ trialId }) => trialId);
  return { again, kept, asked, begun: ids, until, finish, tries: () => tries };
}

describe('predictions asked for', () => {
  test('are made once, whoever asks for them meanwhile and afterwards', async () => {
    const { again, begun, finish, kept, asked } = stage();
    const steps: number[][] = [];
    const both = [again.of(7, { onEpoch: (...step) => steps.push(step) }), again.of(7)];
    await finish(7);
    expect(await Promise.all(both)).toEqual([shownOf(7), shownOf(7)]);
    expect(await again.of(7)).toEqual(shownOf(7));
    expect(begun()).toEqual([7]);
    expect([...kept.keys()]).toEqual([7]);
    expect(asked).toEqual([]);
    expect(steps).toEqual([[1, 2]]);
  });

  test('are those that were kept, of which it is noted that they were asked for', async () => {
    const { again, begun, kept, asked } = stage();
    kept.set(5, await packed(shownOf(5)));
    expect(await again.of(5)).toEqual(shownOf(5));
    expect([begun(), asked]).toEqual([[], [5]]);
  });

  test('are made anew where what was kept is damaged', async () => {
    const { again, finish, kept } = stage();
    kept.set(5, Uint8Array.of(1, 2, 3));
    const one = again.of(5);
    await finish(5);
    expect(await one).toEqual(shownOf(5));
    expect(kept.get(5)!.length).toBeGreaterThan(3);
  });

  test('are made one after the other', async () => {
    const { again, begun, until, finish } = stage();
    const all = [1, 2, 3].map((id) => again.of(id));
    await until(() => begun().length > 0);
    await sleep(5);
    expect(begun()).toHaveLength(1);
    for (const id of [1, 2, 3]) await finish(id);
    expect((await Promise.all(all)).map(({ trial }) => trial)).toEqual([1, 2, 3]);
  });

  test('are given up when nobody waits any more, and can be asked for again', async () => {
    const { again, begun, until, finish } = stage();
    const [one, two] = [new AbortController(), new AbortController()];
    const asked = [again.of(1, { signal: one.signal }), again.of(1, { signal: two.signal })];
    await until(() => begun().length === 1);
    one.abort(new Error('first'));
    await expect(asked[0]).rejects.toThrow('first');
    // The other still waits.
    two.abort(new Error('second'));
    await expect(asked[1]).rejects.toThrow('second');
    const anew = again.of(1);
    await until(() => begun().length === 2);
    await finish(1);
    expect(await anew).toEqual(shownOf(1));
  });

  test('that wait for their turn are not begun once nobody wants them', async () => {
    const { again, begun, until, finish } = stage();
    const first = again.of(1);
    await until(() => begun().length === 1);
    const stop = new AbortController();
    const second = again.of(2, { signal: stop.signal });
    stop.abort(new Error('gone'));
    await expect(second).rejects.toThrow('gone');
    await finish(1);
    await first;
    const third = again.of(3);
    await finish(3);
    await third;
    expect(begun()).toEqual([1, 3]);
  });

  test('are shown where they cannot be kept, which is not tried again', async () => {
    const { again, finish, kept, tries } = stage({ refuse: true });
    for (const id of [1, 2]) {
      const asked = again.of(id);
      await finish(id);
      expect(await asked).toEqual(shownOf(id));
    }
    expect([kept.size, tries()]).toEqual([0, 1]);
  });

  test('are not kept where they are not the bits that were recorded', async () => {
    const { again, finish, kept } = stage({ note: 'tfjs does not give the same bits each time' });
    const asked = again.of(1);
    await finish(1);
    expect((await asked).note).toContain('tfjs');
    expect(kept.size).toBe(0);
  });

  test('are refused where too many wait, and when it ends', async () => {
    const { again } = stage();
    const all = Array.from({ length: 64 }, (_, i) => again.of(i + 1).catch((error: unknown) => error));
    await expect(again.of(65)).rejects.toMatchObject({ code: 'again_busy' });
    await again.close();
    for (const ended of await Promise.all(all)) expect(ended).toMatchObject({ code: 'again_closed' });
    await expect(again.of(1)).rejects.toMatchObject({ code: 'again_closed' });
  });
});

test('a real trial is trained once and then kept in the store, bit for bit', async () => {
  const { store, trials } = await sweepWithTrials({
    dataset: '{ path: customers.csv, target: state }',
    configs: [{ arm: 'vae_mixing', epochs: 1, classifier_epochs: 1, minority_rate: 0.5 }],
  });
  const [id] = trials;
  const services = { store, keep: store, engines: ENGINES };
  const first: Again = openAgain(services);
  const shown = await first.of(id!);
  await first.close();
  const never: typeof trainAgain = () => Promise.reject(new Error('trained'));
  const second = openAgain({ ...services, train: never });
  expect(await second.of(id!)).toEqual(shown);
  await second.close();
  await store.removeSweep(1);
  expect(await store.keptPredictions(id!)).toBeNull();
});
