import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bandsOf } from './bands.ts';
import { decideBand, type EarlyRule, type RunAtBand } from './early.ts';

type State = 'running' | 'ended' | 'pending';
type Logged = readonly [name: string, values: readonly unknown[], state?: State];

/** As W&B's `stop_runs` is asked: histories of runs, of which those that run are judged at the last band that they have reached. */
function stopRuns(
  logged: readonly Logged[],
  given: { readonly bands: readonly number[]; readonly eta?: number; readonly maximize?: boolean },
  strict: boolean,
) {
  const rule: EarlyRule = { type: 'hyperband', eta: given.eta ?? 3, strict };
  const runs = logged.map(([run, values, state = 'running']) => ({
    ...{ run, state },
    values: values
      .filter((value): value is number => typeof value === 'number' && Number.isFinite(value))
      .map((value) => (given.maximize ? value : -value)),
  }));
  const lastBand = (count: number) => given.bands.findLast((band) => count >= band);
  const stopped: string[] = [];
  for (const band of given.bands) {
    const there = runs
      .filter(({ values }) => values.length >= band)
      .map(
        ({ run, values, state }): RunAtBand => ({
          ...{ run, value: values[band - 1]! },
          best: Math.max(...values),
          judged: state === 'running' && lastBand(values.length) === band,
        }),
      );
    stopped.push(...decideBand(there, rule).stopped);
  }
  return stopped.sort();
}

const each = (values: readonly number[], times = 4): Logged[] =>
  values.map((value, i) => [`r${i + 1}`, Array.from({ length: times }, () => value)]);
const steady = (name: string, value: number, times = 4, state: State = 'running'): Logged => [
  name,
  Array.from({ length: times }, () => value),
  state,
];
const names = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => `r${from + i}`).sort();
const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1);

const BANDS = { bands: bandsOf({ minIter: 3, eta: 3 }) };
const HALVES = { bands: bandsOf({ minIter: 2, eta: 2 }), eta: 2 };

/** Of shared/reference/wandb-hyperband.md, by its numbers. 18 cannot occur: a band is judged once, with all that reach it. */
const CASES: readonly (readonly [
  number,
  readonly Logged[],
  Parameters<typeof stopRuns>[1],
  lenient: readonly string[],
  strict?: readonly string[],
])[] = [
  [1, each([1, 2, 3], 3), BANDS, ['r3']],
  [2, each([1, 2, 3]), BANDS, ['r3']],
  [3, each(upTo(9).map((i) => i / 10)), { ...BANDS, maximize: true }, names(1, 5)],
  [4, each([1]), BANDS, []],
  [5, each([1, 2]), BANDS, ['r2']],
  [6, each([1, 2], 3), HALVES, []],
  [7, each([1, 2, 3, 4], 3), HALVES, ['r4']],
  [8, each([1, 2, 2, 2, 2, 3]), BANDS, ['r6']],
  [9, [['x', [1, 9, 9, 9]], ...each([2, 3, 4])], BANDS, ['r3'], ['r3', 'x']],
  [10, [['x', [9, 9, 9, 9, 1]], ...each([2, 3, 4])], BANDS, ['r3'], ['r3', 'x']],
  [11, [['x', [5, 5, 2, 2, 9]], ...each([1, 3, 4])], BANDS, ['r2', 'r3']],
  [
    12,
    [
      ['x', [1, 1, 1, 1, 6, 6, 6, 6, 6, 6]],
      steady('y', 2, 10, 'ended'),
      steady('z', 3, 10, 'ended'),
      steady('w', 1, 4, 'ended'),
    ],
    BANDS,
    [],
    ['x'],
  ],
  [13, [...[1, 2, 3, 9].map((v) => steady(`e${v}`, v, 4, 'ended')), steady('x', 4)], BANDS, ['x']],
  [
    14,
    [...[1, 2, 3].map((i) => steady(`p${i}`, 9, 4, 'pending')), steady('x', 8), steady('y', 1)],
    BANDS,
    [],
  ],
  [15, [steady('e', 0.1, 4, 'ended'), steady('x', 5, 10), steady('y', 4, 10)], BANDS, ['x']],
  [
    16,
    [['x', [9, Number.NaN, 9, Number.POSITIVE_INFINITY, 9, '1', true, null]], steady('a', 1), steady('b', 2)],
    BANDS,
    ['x'],
  ],
  [17, [['x', [9, null, 9, null, 9, null, 9, null]], steady('a', 1), steady('b', 2)], BANDS, ['x']],
  [
    19,
    [steady('x', 9, 28), steady('a', 1, 28, 'ended'), steady('b', 2, 28, 'ended'), steady('y', 9, 2)],
    { bands: bandsOf({ maxIter: 27, s: 2, eta: 3 }) },
    ['x'],
  ],
  [20, each([1, 2, 3]), BANDS, ['r3']],
  [21, each([1, 2, 3]), BANDS, ['r3']],
  [22, each(upTo(7), 3), { bands: bandsOf({ minIter: 2, eta: 2.5 }), eta: 2.5 }, names(4, 7)],
  [23, each(upTo(49), 3), { bands: bandsOf({ minIter: 2, eta: 49 }), eta: 49 }, names(2, 49)],
  [24, each([5, 5, 5, 5, 5, 5]), BANDS, []],
];

test.each([...CASES])('stops what W&B’s engine stops: case %i', (...of) => {
  const [, logged, given, lenient, strict = lenient] = of as unknown as (typeof CASES)[number];
  expect(stopRuns(logged, given, false)).toEqual([...lenient].sort());
  expect(stopRuns(logged, given, true)).toEqual([...strict].sort());
});

test.each([
  [{ minIter: 1, eta: 3 }, [1, 3, 9, 27]],
  [{ minIter: 2, eta: 2.5 }, [2, 5, 12, 31]],
  [{ maxIter: 27, s: 2, eta: 3 }, [3, 9]],
  [{ maxIter: 27, s: 10, eta: 3 }, [1, 3, 9]],
  [{ maxIter: 100, s: 3, eta: 4 }, [1, 6, 25]],
  [{ minIter: 5, maxIter: 27, s: 3, eta: 3 }, [1, 3, 9]],
  [{ maxIter: 2, s: 1, eta: 3 }, []],
  [{ minIter: 1, eta: 1.2 }, [1, 2, 3]],
])('bands of %o', (wish, bands) => {
  expect(bandsOf(wish).slice(0, bands.length || 1)).toEqual(bands);
});

describe('of n distinct values', () => {
  const survivors = (n: number, eta: number) => n - stopRuns(each(upTo(n)), { ...BANDS, eta }, true).length;

  test.each([
    [3, [1, 1, 2, 2, 2, 3, 3, 3, 4]],
    [2, [1, 2, 2, 3, 3]],
    [4, [1, 1, 1, 2, 2]],
  ])('with eta %i as many go on as in W&B’s engine', (eta, counts) => {
    expect(upTo(counts.length).map((n) => survivors(n, eta))).toEqual(counts);
    const floors = upTo(100).map((n) => Math.min(n, Math.floor(n / eta) + 1));
    expect(upTo(100).map((n) => survivors(n, eta))).toEqual(floors);
  });
});

const rules: fc.Arbitrary<EarlyRule> = fc.record({
  type: fc.constantFrom('hyperband', 'median'),
  eta: fc.double({ min: 1.01, max: 50, noNaN: true }),
  strict: fc.boolean(),
});
const there: fc.Arbitrary<RunAtBand[]> = fc
  .array(
    fc.record({
      value: fc.integer({ min: -20, max: 20 }),
      gain: fc.integer({ min: 0, max: 9 }),
      judged: fc.boolean(),
    }),
    { maxLength: 40 },
  )
  .map((runs) =>
    runs.map(({ value, gain, judged }, i) => ({ run: `run ${i}`, value, best: value + gain, judged })),
  );

describe('a band', () => {
  test('decides the same in any order', () => {
    fc.assert(
      fc.property(there, rules, fc.infiniteStream(fc.nat()), (runs, rule, keys) => {
        const order = new Map(runs.map((one) => [one, keys.next().value]));
        const other = runs.toSorted((a, b) => order.get(a)! - order.get(b)!);
        const [first, second] = [decideBand(runs, rule), decideBand(other, rule)];
        expect(second.threshold).toBe(first.threshold);
        expect([...second.stopped].sort()).toEqual([...first.stopped].sort());
      }),
    );
  });

  test('stops none that is judged not, and of all that are there not the best', () => {
    fc.assert(
      fc.property(there, rules, (runs, rule) => {
        const { stopped } = decideBand(runs, rule);
        for (const { run, judged } of runs) if (!judged) expect(stopped).not.toContain(run);
        const best = runs.toSorted((a, b) => b.value - a.value)[0];
        if (best) expect(stopped).not.toContain(best.run);
      }),
    );
  });

  test('stops nothing that is better than what goes on', () => {
    fc.assert(
      fc.property(there, rules, (runs, rule) => {
        const { stopped } = decideBand(runs, rule);
        const by = ({ value, best }: RunAtBand) => (rule.strict ? value : best);
        const judged = runs.filter((one) => one.judged);
        const ends = judged.filter(({ run }) => stopped.has(run)).map(by);
        const goes = judged.filter(({ run }) => !stopped.has(run)).map(by);
        expect(Math.max(...ends)).toBeLessThanOrEqual(Math.min(...goes));
      }),
    );
  });

  test('stops no more where the best so far counts than where the value at the band alone does', () => {
    fc.assert(
      fc.property(there, rules, (runs, rule) => {
        const strict = decideBand(runs, { ...rule, strict: true }).stopped;
        for (const run of decideBand(runs, { ...rule, strict: false }).stopped) expect(strict).toContain(run);
      }),
    );
  });
});

describe('the median', () => {
  const stopped = (values: readonly number[]) =>
    [
      ...decideBand(
        values.map((value, i) => ({ run: `r${i + 1}`, value, best: value, judged: true })),
        { type: 'median', eta: 2, strict: true },
      ).stopped,
    ].sort();

  test('stops what is worse than the middle of five or more', () => {
    expect(stopped([1, 2, 3, 4])).toEqual([]);
    expect(stopped([1, 2, 3, 4, 5])).toEqual(['r1', 'r2']);
    expect(stopped([6, 1, 5, 2, 4, 3])).toEqual(['r2', 'r4', 'r6']);
    expect(stopped([3, 3, 3, 3, 1])).toEqual(['r5']);
    expect(stopped([3, 3, 3, 3, 3])).toEqual([]);
  });
});
