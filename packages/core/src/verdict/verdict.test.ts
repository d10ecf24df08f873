import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type JudgedConfig, verdictMaterial } from './gather.ts';
import { type Verdict, verdictOn } from './verdict.ts';

type Rows = readonly (readonly [validation: number, test: number])[];

function judged(arm: string, rows: Rows, classifier?: string, hash = `${arm} ${classifier}`): JudgedConfig {
  return {
    hash,
    config: classifier === undefined ? { arm } : { arm, classifier },
    validation: new Map(rows.map(([validation], r) => [r + 1, validation])),
    test: new Map(rows.map(([, value], r) => [r + 1, value])),
  };
}

/** Values about a mean, with different noise a seed. */
const around = (mean: number, seed: number, validation = mean): Rows =>
  [0.3, -0.2, 0.1, -0.4, 0.2].map((noise, r) => {
    const own = (noise * ((seed * 7 + r * 3) % 5)) / 100;
    return [validation + own, mean - own];
  });

const verdictOf = (configs: readonly JudgedConfig[], sharedRows = 0): Verdict => {
  const verdict = verdictOn(verdictMaterial(configs, true), sharedRows);
  if (verdict.conclusion === 'none') throw new Error(verdict.reason);
  return verdict;
};

const PLAIN = [
  judged('none', around(0.5, 1)),
  judged('oversample', around(0.6, 2)),
  judged('prior_shift', around(0.61, 3)),
];

describe('a verdict', () => {
  test('says that it helps where it is better than all that it is compared with', () => {
    const verdict = verdictOf([...PLAIN, judged('vae_mixing', around(0.8, 4))]);
    expect(verdict.conclusion).toBe('helps');
    expect(verdict.comparisons.map(({ name, says }) => [name, says])).toEqual([
      ['nothing', 'better'],
      ['oversampling', 'better'],
      ['shifting', 'better'],
      ['plain', 'better'],
    ]);
    expect(verdict.comparisons[0]!.mean).toBeCloseTo(0.3, 2);
    expect(verdict.missing).toEqual([{ name: 'strongest', classifier: 'ffn' }]);
  });

  test('never says so by validation alone', () => {
    const lucky = judged('vae_mixing', around(0.5, 4, 0.9));
    expect(verdictOf([...PLAIN, lucky]).conclusion).toBe('worse');
    const equal = judged('vae_mixing', around(0.6, 2, 0.9));
    expect(verdictOf([PLAIN[0]!, PLAIN[1]!, equal]).conclusion).toBe('in part');
  });

  test('says where validation prefers a config that makes no rows', () => {
    const verdict = verdictOf([PLAIN[0]!, judged('smote', around(0.5, 4, 0.45))]);
    expect(verdict.conclusion).toBe('plain chosen');
    expect([verdict.first.arm, verdict.chosen.arm]).toEqual(['none', 'smote']);
  });

  test('does not call better than nothing alone a help', () => {
    expect(verdictOf([PLAIN[0]!, judged('smote', around(0.8, 4))]).conclusion).toBe('in part');
  });

  test('takes the placebo for no augmentation, and shows it', () => {
    const verdict = verdictOf([...PLAIN, judged('placebo', around(0.9, 5)), judged('smote', around(0.8, 4))]);
    expect(verdict.chosen.arm).toBe('smote');
    expect(verdict.placebo!.mean).toBeCloseTo(-0.1, 2);
  });

  test('compares within the classifier, and with the strongest of all', () => {
    const verdict = verdictOf([
      judged('none', around(0.5, 1), 'ffn'),
      judged('oversample', around(0.55, 1), 'ffn'),
      judged('none', around(0.9, 2), 'boosted_trees'),
      judged('smote', around(0.7, 4, 0.95), 'ffn'),
    ]);
    expect(verdict.conclusion).toBe('worse');
    const named = Object.fromEntries(verdict.comparisons.map((one) => [one.name, one]));
    expect(named['nothing']!.with.classifier).toBe('ffn');
    expect(named['strongest']!.with.classifier).toBe('boosted_trees');
    expect(named['strongest']!.says).toBe('worse');
    expect(verdict.missing).toEqual([{ name: 'shifting', classifier: 'ffn' }]);
  });

  test('compares among configs of as many minority rows', () => {
    const at = (rate: number, one: JudgedConfig): JudgedConfig => ({
      ...one,
      hash: `${one.hash} ${rate}`,
      config: { ...one.config, minority_rate: rate },
    });
    const verdict = verdictOf([
      at(0.1, judged('none', around(0.3, 1))),
      at(0.1, judged('smote', around(0.7, 2, 0.8))),
      at(1, judged('none', around(0.75, 3))),
      at(1, judged('smote', around(0.74, 4))),
    ]);
    expect(verdict.comparisons[0]!.with.config['minority_rate']).toBe(0.1);
    expect(verdict.comparisons[0]!.mean).toBeCloseTo(0.4, 2);
  });

  test('takes luck off where one training makes validation and test alike, and none where it does not', () => {
    // Values of a config in a replicate, which on test are the same or have nothing to do with them.
    const noise = (i: number, r: number) => (((i * 37 + r * 23 + i * r * 11) % 41) - 20) / 1000;
    const some = (test: (i: number, r: number) => number) =>
      Array.from({ length: 60 }, (_, i) =>
        judged(
          'smote',
          [0, 1, 2, 3, 4].map((r) => [0.7 + noise(i, r), 0.7 + test(i, r)]),
          undefined,
          `smote ${i}`,
        ),
      );
    const luck = (test: (i: number, r: number) => number) =>
      verdictOf([...PLAIN, ...some(test)]).comparisons[0]!.luck;
    // E[max of 60] * w / sqrt(5), with w about the deviation of a uniform of width .04.
    expect(luck(noise)).toBeCloseTo((2.32 * 0.0118) / Math.sqrt(5), 3);
    expect(luck((i, r) => noise(i + 17, r + 5))).toBeLessThan(luck(noise) / 3);
  });

  test('takes luck off where replicates share their rows, the more the more configs there are', () => {
    const some = (count: number) =>
      Array.from({ length: count }, (_, i) => judged('smote', around(0.7, i + 1), undefined, `smote ${i}`));
    const luck = (count: number, shared: number) =>
      verdictOf([...PLAIN, ...some(count)], shared).comparisons[0]!.luck;
    expect(luck(10, 0.25)).toBeGreaterThan(luck(10, 0));
    expect(luck(100, 0.25)).toBeGreaterThan(luck(10, 0.25));
    expect(luck(1, 0.25)).toBe(0);
  });

  test('widens the interval for shared rows as Nadeau and Bengio have it', () => {
    const half = (shared: number) =>
      verdictOf([...PLAIN, judged('smote', around(0.7, 4))], shared).comparisons[0]!.half!;
    expect(half(0.25) / half(0)).toBeCloseTo(Math.sqrt((1 / 5 + 0.25) / (1 / 5)), 10);
  });

  test('tells nothing from differences that are all alike', () => {
    const alike: Rows = [
      [0.9, 0.9],
      [0.9, 0.9],
    ];
    const verdict = verdictOf([
      judged('none', [
        [0.5, 0.5],
        [0.5, 0.5],
      ]),
      judged('smote', alike),
    ]);
    expect(verdict.comparisons[0]).toMatchObject({ half: null, p: 1, says: 'not told apart' });
  });

  test('says how many replicates would tell, and where none would', () => {
    const close = [...PLAIN.slice(0, 2), judged('smote', around(0.603, 9, 0.7))];
    const [, over] = verdictOf(close).comparisons;
    expect(over!.says).toBe('not told apart');
    expect(over!.needed).toBeGreaterThan(5);
    const [, shared] = verdictOf(close, 1 / 3).comparisons;
    expect(shared!.needed).toBeNull();
    expect(shared!.tells).toBeGreaterThan(over!.tells);
  });

  test('turns with the direction of the metric', () => {
    const flipped = (configs: readonly JudgedConfig[]) =>
      configs.map((one) => ({
        ...one,
        validation: new Map([...one.validation].map(([r, value]) => [r, -value])),
        test: new Map([...one.test].map(([r, value]) => [r, -value])),
      }));
    const configs = [...PLAIN, judged('vae_mixing', around(0.8, 4)), judged('smote', around(0.7, 5))];
    const up = verdictOn(verdictMaterial(configs, true), 0.2) as Verdict;
    const down = verdictOn(verdictMaterial(flipped(configs), false), 0.2) as Verdict;
    expect(down.conclusion).toBe(up.conclusion);
    expect(down.comparisons.map(({ value, half }) => [value, half])).toEqual(
      up.comparisons.map(({ value, half }) => [value, half]),
    );
    expect(down.chosen.test).toBe(-up.chosen.test);
  });

  test.each([
    ['no result', []],
    ['one replicate', [judged('none', [[1, 1]]), judged('smote', [[1, 1]])]],
    ['nothing augmented', PLAIN],
    ['nothing plain', [judged('smote', around(0.5, 1))]],
  ] as const)('is none of %s', (reason, configs) => {
    expect(verdictOn(verdictMaterial(configs, true), 0)).toEqual({ conclusion: 'none', reason });
  });
});

test('configs that lack a value are left out and counted, and so is a replicate that hardly any has', () => {
  const whole = judged('none', around(0.5, 1));
  const broken = judged('smote', [
    [Number.NaN, 0.5],
    [0.9, 0.9],
  ]);
  const early: JudgedConfig = { ...judged('smote', around(0.5, 2)), hash: 'early' };
  const late = judged('oversample', around(0.5, 3));
  const sixth = {
    ...late,
    validation: new Map([...late.validation, [6, 1]]),
    test: new Map([...late.test, [6, 1]]),
  };
  const material = verdictMaterial([whole, broken, early, sixth], true);
  expect(material.replicates).toEqual([1, 2, 3, 4, 5]);
  expect(material.incomplete).toBe(1);
  expect(material.groups.map(({ arm, configs }) => [arm, configs])).toEqual([
    ['none', 1],
    ['smote', 1],
    ['oversample', 1],
  ]);
});

test('a verdict holds the same under a shift and a stretch of the metric', () => {
  // As metrics are: squares of values near the smallest double would be none.
  const value = fc.integer({ min: 0, max: 10_000 }).map((n) => n / 10_000);
  const rows = fc.array(fc.tuple(value, value), { minLength: 4, maxLength: 4 });
  fc.assert(
    fc.property(fc.array(rows, { minLength: 4, maxLength: 12 }), (given) => {
      const arms = ['none', 'oversample', 'smote', 'vae_mixing'];
      const made = (scale: number) =>
        verdictOf(
          given.map((one, i) =>
            judged(
              arms[i % 4]!,
              one.map(([v, t]) => [v * scale, t * scale]),
              undefined,
              String(i),
            ),
          ),
          0.25,
        );
      const [one, four] = [made(1), made(4)];
      expect(four.conclusion).toBe(one.conclusion);
      one.comparisons.forEach(({ mean, luck, p }, i) => {
        expect(four.comparisons[i]!.mean).toBeCloseTo(4 * mean, 9);
        expect(four.comparisons[i]!.luck).toBeCloseTo(4 * luck, 9);
        expect(four.comparisons[i]!.p).toBeCloseTo(p, 6);
      });
    }),
  );
});
