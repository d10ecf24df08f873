import { describe, expect, it } from 'vitest';
import { runOne, THREE, TWO } from './fixtures.ts';
import { Patience } from './patience.ts';
import { stepOrder } from './step-order.ts';

describe('patience', () => {
  it('waits so many epochs after the best one, and calls training short while it does', () => {
    const patience = new Patience(3);
    const better = [1, 0.8, 0.9, 0.7999999, 0.85].map((loss, i) => patience.note(loss, i + 1));
    expect(better).toEqual([true, true, false, false, false]);
    expect([2, 4, 5].map((epoch) => patience.isOut(epoch))).toEqual([false, false, true]);
    expect([2, 4, 5].map((epoch) => patience.isShort(epoch))).toEqual([true, true, false]);
    expect(patience.isOut(5, 4)).toBe(false);
  });

  it('of 0 counts nothing', () => {
    const patience = new Patience(0);
    expect([patience.note(1, 1), patience.isOut(99), patience.isShort(1)]).toEqual([false, false, false]);
  });

  it('of a loss that is no number comes to its end', () => {
    const patience = new Patience(2);
    for (const epoch of [1, 2, 3]) patience.note(Number.NaN, epoch);
    expect(patience.isOut(3)).toBe(true);
  });
});

/** Steps so large that it gets worse soon. */
const WILD = { arm: 'oversample', learning_rate: 0.3, patience: 2, classifier_hidden_sizes: [8] };

describe('a lane with patience', () => {
  it('ends when it gets no better, with the results of its best weights for what is left', async () => {
    const { results } = await runOne(TWO, WILD, [1, 40]);
    const last = results.get(40)!;
    const epochs = (last.curves['val_classifier_loss'] as number[]).length;
    expect(epochs).toBeLessThan(40);
    const best = epochs - 2;
    expect(last.measures['undertrained']).toBe(0);
    const alone = (await runOne(TWO, WILD, [best])).results.get(best)!;
    expect(alone.measures).toEqual({ ...last.measures, undertrained: 1 });
  });

  it('gives a milestone what it has alone', async () => {
    const together = (await runOne(TWO, WILD, [1, 2, 30])).results;
    for (const epochs of [1, 2, 30]) {
      expect(together.get(epochs)).toEqual((await runOne(TWO, WILD, [epochs])).results.get(epochs));
    }
  });

  it('is undertrained where its last epochs were its best', async () => {
    const { results } = await runOne(TWO, { arm: 'none', learning_rate: 0.001, patience: 2 }, [3]);
    expect(results.get(3)!.measures['undertrained']).toBe(1);
  });

  it.each(['ffn', 'logistic'])('of a VAE with %s goes on by the VAE’s best weights', async (classifier) => {
    const given = {
      ...{ arm: 'vae_mixing', classifier, patience: 2, learning_rate: 0.1 },
      ...{ 'loss_weights.kl': 0.01, reduction: 'sum' },
    };
    const together = (await runOne(THREE, given, [2, 60])).results;
    const last = together.get(60)!;
    expect((last.curves['vae_loss'] as number[]).length).toBeLessThan(60);
    expect(last.measures['undertrained']).toBe(0);
    expect(together.get(2)).toEqual((await runOne(THREE, given, [2])).results.get(2));
    expect(last).toEqual((await runOne(THREE, given, [60])).results.get(60));
  });
});

describe('steps_per_epoch', () => {
  const rows = Uint32Array.from({ length: 7 }, (_, i) => i * 10);

  it('takes every row as often as it fits, and the rest without repeating any', () => {
    const drawn = stepOrder(rows, 17, [1, 2], 99, 1);
    const times = rows.map((row) => drawn.filter((one) => one === row).length);
    expect(drawn).toHaveLength(17);
    expect([...times].sort()).toEqual([2, 2, 2, 2, 3, 3, 3]);
    expect(stepOrder(rows, 3, [1, 2], 99, 2)).not.toEqual(stepOrder(rows, 3, [1, 2], 99, 1));
    expect(stepOrder(rows, 3, [1, 2], 99, 2)).toEqual(stepOrder(rows, 3, [1, 2], 99, 2));
  });

  it('makes the same steps whatever the rows of an arm', async () => {
    const given = { steps_per_epoch: 4, classifier_epochs: 3, minority_rate: 1 };
    const loss = async (more: object) => {
      const { results } = await runOne(TWO, { ...given, ...more }, [2]);
      return (results.get(2)!.curves['classifier_loss'] as number[]).length;
    };
    for (const arm of ['none', 'smote', 'vae_mixing']) expect(await loss({ arm })).toBe(2);
    // As many steps as the rows make, drawn in another order: about as good.
    const few = (await runOne(TWO, { arm: 'none', ...given }, [2])).results.get(2)!;
    const many = (await runOne(TWO, { arm: 'none', ...given, steps_per_epoch: 40 }, [2])).results.get(2)!;
    expect(Number(many.measures['test_log_loss'])).toBeLessThan(Number(few.measures['test_log_loss']));
  });
});
