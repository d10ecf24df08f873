import {
  type JudgedConfig,
  METRICS,
  type Values,
  type VerdictMaterial,
  verdictMaterial,
} from '@latentsweep/core';
import { expect, test } from 'vitest';
import type { ClaimedTrial, NewTrial, Store } from '../port.ts';
import { completed, diverged, failed, LEASE_MS, OWNER, ownedSweep, unique } from './samples.ts';

/** What a verdict is made of, against the same made of values in memory. */
export function examineVerdicts(opened: () => Store): void {
  /** A sweep of these configs in 4 replicates; `value` is null where a trial has none, 'diverged' or 'failed'. */
  async function sweepOf(
    configs: readonly Values[],
    value: (
      config: number,
      replicate: number,
      split: 'validation' | 'test',
    ) => number | null | 'diverged' | 'failed',
    given: Parameters<typeof ownedSweep>[1] = {},
  ) {
    const store = opened();
    const sweep = await ownedSweep(store, { replicates: 4, ...given });
    await store.expand(sweep.id, configs.flatMap(trialsOf), null, true, OWNER);
    const claimed = await store.claim(sweep.id, 10_000, OWNER, LEASE_MS);
    const outcome = (trial: ClaimedTrial) => {
      const i = Number(trial.config['latent_size']);
      const own = value(i, trial.replicate, 'test');
      if (own === 'diverged') return diverged(trial);
      if (own === 'failed') return failed(trial);
      const both = {
        test_recall: own ?? Number.NaN,
        val_recall: value(i, trial.replicate, 'validation') as number,
      };
      return completed(trial, i, both);
    };
    await store.record(claimed.map(outcome));
    const wanted = (higherIsBetter: boolean, breaks = (_: ReadonlyMap<number, number>) => false) =>
      verdictMaterial(
        configs.map((config, i): JudgedConfig => {
          const values = (split: 'validation' | 'test') =>
            new Map(
              [0, 1, 2, 3].flatMap((replicate) => {
                const own = value(i, replicate, split);
                return typeof own === 'number' ? [[replicate, own] as const] : [];
              }),
            );
          const validation = values('validation');
          return { hash: hashOf(i), config, validation, test: values('test'), breaks: breaks(validation) };
        }),
        higherIsBetter,
      );
    return { store, sweep, wanted };
  }

  const arms = ['none', 'oversample', 'vae_mixing', 'smote'];
  const some = (count: number, more: (i: number) => Values = () => ({})): Values[] =>
    Array.from({ length: count }, (_, i) => ({ arm: arms[i % 4]!, latent_size: i, ...more(i) }));
  /** Fractions of 64: sums of them are the same in any order. */
  const noise = (i: number, r: number, split: string) =>
    ((i * 31 + r * 17 + (split === 'test' ? 29 : 0) + i * r * 7) % 61) / 64;

  test.each([true, false])(
    'are made of the best of each arm and classifier; more is better: %s',
    async (more) => {
      const configs = some(40, (i) => (i % 3 === 0 ? { classifier: 'boosted_trees' } : {}));
      const given = { metric: 'val_recall', goal: more ? ('maximize' as const) : ('minimize' as const) };
      const { store, sweep, wanted } = await sweepOf(configs, noise, given);
      const material = await store.verdictMaterial(sweep);
      expect(material.groups).toHaveLength(8);
      expectAlike(material, wanted(more));
      // The sweep's goal is its own metric's; of others the catalogue says what is better.
      const others = METRICS.find((name) => name === 'test_log_loss')!;
      expect((await store.verdictMaterial(sweep, { by: others })).higherIsBetter).toBe(false);
    },
  );

  test('are apart by the share of kept minority rows, unless that is searched', async () => {
    for (const [rates, groups] of [
      [3, 12],
      [20, 4],
    ] as const) {
      const configs = some(48, (i) => ({ minority_rate: (1 + (i % rates)) / 64 }));
      const { store, sweep, wanted } = await sweepOf(configs, noise, { metric: 'val_recall' });
      const material = await store.verdictMaterial(sweep);
      expect(material.groups).toHaveLength(groups);
      expectAlike(material, wanted(true));
    }
  });

  test('of some configs alone, where a condition says so', async () => {
    const { store, sweep } = await sweepOf(some(40), noise, { metric: 'val_recall' });
    const { groups, incomplete } = await store.verdictMaterial(sweep, { where: 'latent_size >= 20' });
    expect([groups.map(({ configs }) => configs), incomplete]).toEqual([[5, 5, 5, 5], 0]);
    await expect(store.verdictMaterial(sweep, { where: 'latent_size >' })).rejects.toMatchObject({
      code: 'bad_where',
    });
    const definition = { constraints: [{ measure: 'val_recall', min: 0.5 }] };
    const held = await sweepOf(some(40), noise, { metric: 'val_recall', definition });
    const half = await store.verdictMaterial(held.sweep, { where: 'latent_size >= 20' });
    expect(half.breaking.length).toBeGreaterThan(0);
    expect([...half.groups, ...half.breaking].reduce((sum, one) => sum + one.configs, 0)).toBe(20);
  });

  test('leave out what lacks a value, and a replicate that most lack', async () => {
    const { store, sweep, wanted } = await sweepOf(
      some(12),
      (i, r, split) => {
        if (r === 3 && i > 2) return 'failed';
        if (i === 5 && r === 1) return 'diverged';
        if (i === 6 && r === 2) return split === 'test' ? null : 0.5;
        if (i === 7 && r === 0) return split === 'test' ? Number.POSITIVE_INFINITY : 0.5;
        return noise(i, r, split);
      },
      { metric: 'test_recall' },
    );
    const material = await store.verdictMaterial(sweep);
    expect([material.replicates, material.incomplete]).toEqual([[0, 1, 2], 3]);
    expectAlike(material, wanted(true));
  });

  test('leave out what breaks a constraint, and say of what arms and classifiers that is', async () => {
    const definition = { constraints: [{ measure: 'val_recall', min: 0.5 }] };
    const configs = some(40, (i) => (i % 3 === 0 ? { classifier: 'boosted_trees' } : {}));
    const { store, sweep, wanted } = await sweepOf(configs, noise, { metric: 'test_recall', definition });
    const material = await store.verdictMaterial(sweep);
    const expected = wanted(true, (values) => [...values.values()].reduce((sum, one) => sum + one, 0) < 2);
    const count = expected.breaking.reduce((sum, one) => sum + one.configs, 0);
    expect(count).toBeGreaterThan(5);
    expect(count).toBeLessThan(35);
    expectAlike(material, expected);
  });

  test('take the config that was proposed first where several are equal', async () => {
    const { store, sweep } = await sweepOf(some(12), () => 0.5, { metric: 'test_recall' });
    const { groups } = await store.verdictMaterial(sweep);
    expect(groups.map(({ best }) => best.hash)).toEqual([0, 1, 2, 3].map(hashOf));
  });

  test('are nothing of a sweep without results, and refuse what is no metric', async () => {
    const sweep = await ownedSweep(opened());
    expect(await opened().verdictMaterial(sweep)).toEqual({
      ...{ higherIsBetter: true, replicates: [], groups: [], incomplete: 0, breaking: [] },
    });
    await expect(opened().verdictMaterial(sweep, { by: 'luck' })).rejects.toMatchObject({
      code: 'unknown_metric',
    });
  });

  test('are there of one replicate', async () => {
    const one = (i: number, r: number, split: string) => (r === 0 ? noise(i, r, split) : ('failed' as const));
    const { store, sweep } = await sweepOf(some(8), one, { metric: 'test_recall' });
    const { replicates, groups } = await store.verdictMaterial(sweep);
    expect([replicates, groups.length]).toEqual([[0], 4]);
  });
}

const hashOf = (i: number) => `verdict-${i}`;

function trialsOf(config: Values, i: number): NewTrial[] {
  return [0, 1, 2, 3].map((replicate) => ({
    ...{ config, configHash: hashOf(i), runHash: hashOf(i), baselineHash: hashOf(0), replicate },
    ...{ seed: String(replicate).padStart(16, '0'), resultKey: `verdicts ${unique()}` },
  }));
}

/** Choices and test values to the bit, sums to rounding. */
function expectAlike(found: VerdictMaterial, wanted: VerdictMaterial): void {
  const choices = ({ groups, ...rest }: VerdictMaterial) => ({
    ...rest,
    groups: groups.map(({ spread: _, ...group }) => group),
  });
  expect(choices(found)).toEqual(choices(wanted));
  found.groups.forEach(({ spread }, i) => {
    const numbers = ({ means, testMeans, ...sums }: typeof spread) => [
      ...means,
      ...testMeans,
      ...[sums.squares, sums.products, sums.squaresOfMeans, sums.productsOfMeans],
    ];
    numbers(spread).forEach((number, at) => {
      expect(number).toBeCloseTo(numbers(wanted.groups[i]!.spread)[at]!, 9);
    });
  });
}
