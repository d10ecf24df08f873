import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Stream } from '../random/stream.ts';
import { pocockLevel } from './pocock.ts';
import { isTied, leastSurvivors, race } from './race.ts';
import type { Racer } from './racer.ts';

const RULES = { level: 0.03, least: 2 };

const racer = (hash: string, values: Racer['values'], more: Partial<Racer> = {}): Racer => ({
  ...{ hash, run: `run of ${hash}`, epochs: 1, comparator: false, values },
  ...more,
});

/** Names of those that are dropped. */
const dropped = (racers: readonly Racer[], rules = RULES) =>
  race(racers, rules)
    .filter(({ kept }) => !kept)
    .map(({ hash }) => hash);

/** Four good ones a little apart, and what is given. */
const withGood = (...others: Racer[]) => [
  racer('a', [0.8, 0.9, 0.7, 0.81]),
  racer('b', [0.81, 0.88, 0.71, 0.8]),
  racer('c', [0.79, 0.9, 0.72, 0.8]),
  racer('d', [0.8, 0.89, 0.7, 0.82]),
  ...others,
];

describe('a race', () => {
  test('drops what is far behind on every replicate, and says by how much', () => {
    const decisions = race(withGood(racer('bad', [0.5, 0.6, 0.4, 0.52])), RULES);
    expect(decisions.map(({ kept }) => kept)).toEqual([true, true, true, true, false]);
    const bad = decisions.at(-1)!;
    expect(bad.behind).toBeCloseTo(0.2975, 10);
    expect(bad.p).toBeLessThan(1e-6);
    expect(bad.best).toBe('a');
    expect(bad.reason).toMatch(
      /^After 4 replicates it is 0\.29\d behind the best, a: by chance with p = \S+, below 0\.0300\.$/,
    );
    expect(decisions[0]!.reason).toBe('After 4 replicates it is the best.');
    expect(decisions[1]!.reason).toMatch(/behind the best, a: by chance with p = \S+, not below 0\.0300\.$/);
  });

  test('the t of two configs is that of their paired differences', () => {
    // Differences 1, 2, 3: mean 2, standard error 1/sqrt(3), 2 degrees of freedom: t = 3.4641, p = 0.0371 one-sided.
    const [, worse] = race([racer('a', [11, 22, 33]), racer('b', [10, 20, 30])], RULES);
    expect(worse!.p).toBeCloseTo(0.0370899, 6);
  });

  test('compares with none that breaks a constraint, however good it is', () => {
    const lucky = racer('lucky', [0.95, 0.99, 0.9, 0.96], { breaks: true });
    const decisions = race(withGood(lucky), RULES);
    expect(decisions.map(({ kept }) => kept)).toEqual([true, true, true, true, true]);
    expect(decisions[0]!.reason).toBe('After 4 replicates it is the best.');
    expect(decisions.at(-1)!.best).toBe('a');
    expect(decisions.at(-1)!.reason).toMatch(
      /^After 4 replicates it breaks a constraint, and it is not behind the best, a: by chance with p = 1\.0, not below/,
    );
    expect(dropped(withGood({ ...lucky, breaks: false }))).toEqual(['b', 'c', 'd']);
    const bad = racer('bad', [0.5, 0.6, 0.4, 0.52], { breaks: true });
    expect(dropped(withGood(bad))).toEqual(['bad']);
  });

  test('tells nothing while all break a constraint, and spares those first that do not', () => {
    const all = withGood(racer('bad', [0.5, 0.6, 0.4, 0.52]));
    const broken = race(
      all.map((one) => ({ ...one, breaks: true })),
      RULES,
    );
    expect(broken.every(({ kept, best }) => kept && best === null)).toBe(true);
    expect(broken[0]!.reason).toBe(
      'After 4 replicates it breaks a constraint, and there is nothing to tell it from others by.',
    );
    const best = racer('best', [0.98, 0.99, 0.97, 0.98]);
    const others = withGood().map((one) => ({ ...one, breaks: one.hash !== 'c' }));
    expect(dropped([best, ...others])).toEqual(['a', 'b', 'd']);
  });

  test('judges a run by a milestone that keeps the constraints', () => {
    const run = { run: 'one' };
    const short = racer('short', [0.9, 0.95, 0.85, 0.92], { ...run, breaks: true });
    const long = racer('long', [0.8, 0.89, 0.7, 0.8], { ...run, epochs: 3 });
    expect(dropped(withGood(short, long))).toEqual([]);
    expect(dropped(withGood({ ...short, breaks: false }, long))).toContain('long');
  });

  test('chances are adjusted for comparisons that were made elsewhere too', () => {
    const [, worse] = race([racer('a', [11, 22, 33]), racer('b', [10, 20, 30])], { ...RULES, others: 3 });
    expect(worse!.p).toBeCloseTo(1 - (1 - 0.0370899) ** 4, 6);
    const all = withGood(racer('bad', [0.5, 0.6, 0.4, 0.52]), racer('less bad', [0.6, 0.7, 0.5, 0.6]));
    const [alone, beside] = [0, 6].map((others) => race(all, { ...RULES, others }));
    expect(beside!.map(({ hash }) => hash)).toEqual(alone!.map(({ hash }) => hash));
    for (const [i, { p }] of alone!.entries()) {
      if (p !== null) expect(beside![i]!.p!).toBeGreaterThanOrEqual(p);
      else expect(beside![i]!.p).toBeNull();
    }
  });

  test('says of a part of all that its best is the best so far', () => {
    const [a, b] = race(withGood(), { ...RULES, soFar: true });
    expect(a!.reason).toBe('After 4 replicates it is the best so far.');
    expect(b!.reason).toContain(' behind the best so far, a: by chance');
  });

  test('keeps comparators, whatever they are worth', () => {
    const placebo = racer('placebo', [0.5, 0.6, 0.4, 0.52], { comparator: true });
    expect(dropped(withGood(placebo))).toEqual([]);
    expect(race(withGood(placebo), RULES).at(-1)!.reason).toContain(
      '; it stays, as others are compared with it.',
    );
    const none = racer('failed', [null, null, null, null], { comparator: true });
    expect(dropped(withGood(none))).toEqual([]);
  });

  test('keeps a milestone that others are compared with, and what is measured on the way to it', () => {
    const bad = [0.5, 0.6, 0.4, 0.52];
    const of = (epochs: number) => ({ run: 'bad', epochs });
    const racers = withGood(
      racer('first', bad, of(1)),
      racer('second', bad, { ...of(2), comparator: true }),
      racer(
        'lead',
        bad.map((x) => x + 0.01),
        of(3),
      ),
      racer('long', bad, of(4)),
    );
    expect(dropped(racers)).toEqual(['lead', 'long']);
  });

  test('tells what is tied with the best: not itself or the way to it, nor what is worse and stays', () => {
    const bad = [0.5, 0.6, 0.4, 0.52];
    const racers = withGood(
      racer('bad', bad),
      racer('compared with', bad, { comparator: true }),
      racer('failed', [null, null, null, null], { comparator: true }),
      racer('on the way', bad, { run: 'run of a', epochs: 0 }),
    );
    const decisions = race(racers, RULES);
    expect(decisions[0]!.best).toBe('a');
    expect(decisions.filter(isTied).map(({ hash }) => hash)).toEqual(['b', 'c', 'd']);
  });

  test('takes no lucky value for the best, by which all others would go', () => {
    const equal = Array.from({ length: 30 }, (_, i) =>
      racer(`c${i}`, [((i * 7) % 11) / 100, ((i * 5) % 13) / 100]),
    );
    const lucky = racer('lucky', [3, 0.05]);
    expect(dropped([...equal, lucky])).toEqual([]);
    // On both replicates it is no luck.
    const good = racer('good', [3, 3.05]);
    expect(dropped([...equal, good], { level: 0.03, least: 3 })).toHaveLength(28);
  });

  test('judges a run by its best milestone, and drops what trains for longer in vain', () => {
    const [good, bad] = [
      [0.8, 0.88, 0.71, 0.81],
      [0.5, 0.6, 0.4, 0.52],
    ];
    const of = (run: string, epochs: number) => ({ run, epochs });
    const racers = withGood(
      racer('early', bad, of('good in the end', 1)),
      racer('late', good, of('good in the end', 5)),
      racer('enough', good, of('good at first', 5)),
      racer('too much', bad, of('good at first', 20)),
      racer('diverges', [null, null, null, null], of('good at first', 50)),
      racer('wild', [0.9, null, null, null], of('bad all the way', 1)),
      racer('mild', bad, of('bad all the way', 5)),
      racer('same', bad, of('bad all the way', 2)),
    );
    expect(dropped(racers)).toEqual(['too much', 'diverges', 'wild', 'mild', 'same']);
    const told = new Map(race(racers, RULES).map((decision) => [decision.hash, decision]));
    expect(['early', 'late', 'too much', 'wild', 'mild'].map((hash) => told.get(hash)!.by)).toEqual([
      'late',
      'late',
      'too much',
      'same',
      'mild',
    ]);
    // One that is worse than the shorter one, and hardly than the best of all, whose noise is greater.
    const vain = withGood(
      racer('short', [0.77, 0.9, 0.69, 0.84], of('vain', 1)),
      racer('vain', [0.75, 0.8801, 0.67, 0.8201], of('vain', 9)),
    );
    expect(dropped(vain)).toEqual(['vain']);
    expect(race(vain, RULES).at(-1)!).toMatchObject({ by: 'vain', best: 'short' });
    expect(race(vain, RULES).at(-1)!.reason).toMatch(
      /^After 4 replicates it is 0\.0199 behind the best milestone of its run, short: by chance with p = /,
    );
    // It has a level of its own there, which is told.
    const [strict, mild] = [1e-9, 0.2].map((within) => race(vain, { ...RULES, within }));
    expect(strict!.at(-1)!.kept).toBe(true);
    expect(mild!.at(-1)!).toMatchObject({ kept: false, level: 0.2 });
    expect(mild!.at(-1)!.reason).toMatch(/, below 0\.200\.$/);
    expect(mild!.slice(0, -2)).toEqual(race(vain, RULES).slice(0, -2));
    // One that is worse stays on the way to a longer one that is not.
    const dip = withGood(
      racer('first', good, of('dips', 1)),
      racer('dip', bad, of('dips', 2)),
      racer(
        'last',
        good.map((x, j) => x + [0.003, -0.005, 0.002, -0.004][j]!),
        of('dips', 3),
      ),
    );
    expect(dropped(dip)).toEqual([]);
    expect(race(dip, RULES).at(-2)!.reason).toContain(
      '; it stays, as one of its run that trains for longer goes on.',
    );
  });

  test('drops what has no value where others have, and judges the others by what they have', () => {
    const gone = [null, Number.NaN, Number.NEGATIVE_INFINITY, null];
    const racers = withGood(racer('none', gone), racer('half', [null, 0.9, 0.71, null]));
    expect(dropped(racers)).toEqual(['none']);
    const [none, half] = race(racers, RULES).slice(4);
    expect(none!.reason).toBe('None of 4 replicates has a value.');
    expect(half!.reason).toMatch(/^With a value in 2 of 4 replicates it is /);
    const bad = racer('half', [null, 0.6, 0.4, null]);
    expect(dropped(withGood(bad))).toEqual(['half']);
  });

  test('drops nothing where nothing has a value, where all are equal, and where there is one', () => {
    const all = (values: Racer['values']) => Array.from({ length: 9 }, (_, i) => racer(`${i}`, values));
    expect(dropped(all([null, null]))).toEqual([]);
    expect(race(all([null, null]), RULES)[0]!.reason).toBe(
      'None of 2 replicates has a value, nor has any of another config.',
    );
    expect(dropped(all([0.1 + 0.2, 0.7, 0.3]))).toEqual([]);
    expect(dropped([racer('a', [1, 2])])).toEqual([]);
    expect(race([], RULES)).toEqual([]);
  });

  test('keeps the best of what would go, where too few would be left', () => {
    const bad = ['p', 'q', 'r', 's'].map((hash, i) =>
      racer(hash, [0.1 + i / 100, 0.2 + i / 100, 0.01 + i / 100, 0.1 + i / 100]),
    );
    const star = racer('a', [0.8, 0.9, 0.7, 0.8]);
    expect(dropped([star, ...bad], { level: 0.03, least: 3 })).toEqual(['p', 'q']);
    expect(race([star, ...bad], { level: 0.03, least: 3 }).at(-1)!.reason).toContain(
      '; it stays, as one of the 3 that at least go on.',
    );
  });
});

const value = fc.oneof(
  { weight: 9, arbitrary: fc.integer({ min: 0, max: 40 }).map((x) => x / 64) },
  { weight: 1, arbitrary: fc.constant(null) },
);
const field = fc.integer({ min: 2, max: 5 }).chain((n) =>
  fc.array(
    fc.record({
      run: fc.integer({ min: 0, max: 6 }),
      values: fc.array(value, { minLength: n, maxLength: n }),
    }),
    { maxLength: 20 },
  ),
);
const rules = fc.record({ level: fc.constantFrom(0.001, 0.03, 0.3), least: fc.integer({ min: 1, max: 5 }) });
const racersOf = (given: readonly { run: number; values: readonly (number | null)[] }[]) =>
  given.map(({ run, values }, i) => ({
    hash: `c${i}`,
    run: `r${run}`,
    epochs: i,
    comparator: run === 0,
    values,
  }));

describe('whatever the values', () => {
  test('the order of configs and of replicates decides nothing', () => {
    fc.assert(
      fc.property(field, rules, fc.infiniteStream(fc.nat()), (given, by, draws) => {
        const racers = racersOf(given);
        const shuffled = <T>(list: readonly T[]) =>
          list
            .map((one) => [draws.next().value!, one] as const)
            .sort((a, b) => a[0] - b[0])
            .map(([, one]) => one);
        const order = shuffled([...(racers[0]?.values.keys() ?? [])]);
        const again = shuffled(racers).map((one) => ({ ...one, values: order.map((j) => one.values[j]!) }));
        expect(new Set(dropped(again, by))).toEqual(new Set(dropped(racers, by)));
      }),
    );
  });

  test('comparators stay, a milestone as long as a longer one, the best, and never too few runs', () => {
    fc.assert(
      fc.property(field, rules, (given, by) => {
        const racers = racersOf(given);
        const decisions = race(racers, by);
        expect(decisions.map(({ hash }) => hash)).toEqual(racers.map(({ hash }) => hash));
        const kept = new Set(racers.filter((_, i) => decisions[i]!.kept).map(({ run }) => run));
        racers.forEach((one, i) => {
          const longer = racers.some((other, j) => other.run === one.run && j > i && decisions[j]!.kept);
          expect(decisions[i]!.kept || !(longer || one.comparator)).toBe(true);
        });
        for (const { best } of decisions)
          if (best !== null) expect(decisions.find(({ hash }) => hash === best)!.kept).toBe(true);
        const raced = new Set(racers.map(({ run }) => run).filter((run) => run !== 'r0')).size;
        const going = [...kept].filter((run) => run !== 'r0').length;
        expect(going).toBeGreaterThanOrEqual(Math.min(by.least, raced));
      }),
    );
  });
});

const NOISES = {
  normal: (stream: Stream) => stream.normal(),
  // Variance 1; now and then far out.
  'with heavy tails': (stream: Stream) => stream.normal() * (stream.uniform() < 0.1 ? 2.29 : 0.73),
};

/** The share of equal configs that a race with two looks drops, over some races. */
function droppedOfEqual(
  configs: number,
  races: number,
  effect: number,
  noise: (stream: Stream) => number,
): number {
  let gone = 0;
  const level = pocockLevel([2, 4], 0.05);
  for (let r = 0; r < races; r++) {
    const stream = new Stream([r, configs], 99);
    const effects = Array.from({ length: 4 }, () => effect * stream.normal());
    let racers = Array.from({ length: configs }, (_, i) =>
      racer(
        `c${i}`,
        effects.map((b) => b + noise(stream)),
      ),
    );
    for (const rung of [2, 4]) {
      const seen = racers.map((one) => ({ ...one, values: one.values.slice(0, rung) }));
      const decisions = race(seen, { level, least: leastSurvivors(5) });
      racers = racers.filter((_, i) => decisions[i]!.kept);
    }
    gone += configs - racers.length;
  }
  return gone / (configs * races);
}

test('of equal milestones few are dropped', () => {
  let gone = 0;
  const level = pocockLevel([2, 4], 0.05);
  for (let r = 0; r < 20; r++) {
    const stream = new Stream([r, 1], 99);
    let racers = Array.from({ length: 20 }, (_, run) => {
      const effects = Array.from({ length: 4 }, () => stream.normal());
      return [1, 2, 5, 10, 20].map((epochs) =>
        racer(
          `${run}/${epochs}`,
          effects.map((b) => b + stream.normal()),
          { run: `${run}`, epochs },
        ),
      );
    }).flat();
    for (const rung of [2, 4]) {
      const decisions = race(
        racers.map((one) => ({ ...one, values: one.values.slice(0, rung) })),
        { level, least: 2 },
      );
      racers = racers.filter((_, i) => decisions[i]!.kept);
    }
    gone += 1 - racers.length / 100;
  }
  expect(gone / 20).toBeLessThan(0.05);
});

test.each([
  [10, 400, 0, 'normal'],
  [10, 400, 5, 'normal'],
  [10, 400, 5, 'with heavy tails'],
  [100, 20, 0, 'normal'],
  [100, 20, 5, 'with heavy tails'],
] as const)(
  'of %d equal configs few are dropped (%d races, replicates that differ by %d sd, noise %s)',
  (configs, races, effect, noise) => {
    expect(droppedOfEqual(configs, races, effect, NOISES[noise])).toBeLessThan(0.05);
  },
);

test('survivors are floor(2 + log2(parameters)) at least', () => {
  const expected = [2, 2, 3, 3, 4, 4, 4, 4, 5];
  expect(expected.map((_, parameters) => leastSurvivors(parameters))).toEqual(expected);
  expect(leastSurvivors(40)).toBe(7);
});
