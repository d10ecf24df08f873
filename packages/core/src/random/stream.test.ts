import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { philox } from './philox.ts';
import {
  deriveSeed,
  Purpose,
  type Seed,
  Stream,
  seedFromHex,
  seedToHex,
  shuffle,
  stepNormals,
  stepWords,
} from './stream.ts';

const word = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const seeds: fc.Arbitrary<Seed> = fc.tuple(word, word);
const small = fc.nat(1000);

function block(index: number, step: number, round: number, purpose: number, [k0, k1]: Seed): number[] {
  const out = new Uint32Array(4);
  philox(index, step, round, purpose, k0, k1, out);
  return [...out];
}

describe('Stream', () => {
  it('gives the words of block 0, then of block 1, and so on', () => {
    fc.assert(
      fc.property(seeds, small, small, small, (seed, purpose, round, step) => {
        const stream = new Stream(seed, purpose, round, step);
        const words = Array.from({ length: 10 }, () => stream.word());
        const blocks = [0, 1, 2].flatMap((index) => block(index, step, round, purpose, seed));
        expect(words).toEqual(blocks.slice(0, 10));
      }),
    );
  });

  it('draws uniforms in [0, 1) with the moments of a uniform', () => {
    const { min, max, mean, variance } = moments(50_000, (stream) => stream.uniform());
    expect(min).toBeGreaterThanOrEqual(0);
    expect(max).toBeLessThan(1);
    expect(mean).toBeCloseTo(1 / 2, 2);
    expect(variance).toBeCloseTo(1 / 12, 2);
  });

  it('draws normals with the moments of a normal', () => {
    const { mean, variance, skewness, kurtosis } = moments(50_000, (stream) => stream.normal());
    expectStandardNormal({ mean, variance, skewness, kurtosis }, 50_000);
  });

  it('draws below n in range, each value about as often', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 2 ** 32 - 1 }), (seed, n) => {
        const value = new Stream(seed, 1).below(n);
        expect(Number.isInteger(value) && value >= 0 && value < n).toBe(true);
      }),
    );
    const counts = new Array<number>(10).fill(0);
    const stream = new Stream([1, 2], Purpose.data);
    for (let i = 0; i < 20_000; i++) counts[stream.below(10)]!++;
    const chiSquare = counts.reduce((sum, count) => sum + (count - 2000) ** 2 / 2000, 0);
    // The 99.9% point of chi-square with 9 degrees of freedom.
    expect(chiSquare).toBeLessThan(27.88);
    expect(new Stream([1, 2], 1).below(1)).toBe(0);
  });
});

describe('shuffle', () => {
  const order = fc.array(word, { maxLength: 60 });

  it('permutes, the same way for the same stream', () => {
    fc.assert(
      fc.property(order, seeds, small, (values, seed, round) => {
        const once = Uint32Array.from(values);
        shuffle(once, seed, Purpose.vaeShuffle, round);
        expect(Array.from(once).sort()).toEqual(values.toSorted());
        const twice = Uint32Array.from(values);
        shuffle(twice, seed, Purpose.vaeShuffle, round);
        expect(twice).toEqual(once);
      }),
    );
  });

  it('gives every order of three about as often', () => {
    const counts = new Map<string, number>();
    for (let round = 0; round < 6000; round++) {
      const three = Uint32Array.of(0, 1, 2);
      shuffle(three, [3, 4], Purpose.vaeShuffle, round);
      counts.set(three.join(), (counts.get(three.join()) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    // The 99.9% point of chi-square with 5 degrees of freedom.
    expect(chiSquare).toBeLessThan(20.52);
  });

  it('is Fisher-Yates from the last element down', () => {
    const shuffled = Uint32Array.of(0, 1, 2, 3);
    shuffle(shuffled, [5, 6], 7, 8);
    const stream = new Stream([5, 6], 7, 8);
    const expected = [0, 1, 2, 3];
    for (const i of [3, 2, 1]) {
      const j = stream.below(i + 1);
      [expected[i], expected[j]] = [expected[j]!, expected[i]!];
    }
    expect([...shuffled]).toEqual(expected);
  });
});

describe('the noise of a step', () => {
  const count = fc.nat(70);

  it('lies in chunks of 16: word w of block 4c + lane is element 16c + 4w + lane', () => {
    fc.assert(
      fc.property(count, seeds, small, small, small, (n, seed, purpose, round, step) => {
        const words = stepWords(n, seed, purpose, round, step);
        expect(words.length).toBe(n);
        words.forEach((value, e) => {
          const lane = e % 4;
          const w = Math.floor((e % 16) / 4);
          const index = 4 * Math.floor(e / 16) + lane;
          expect(value).toBe(block(index, step, round, purpose, seed)[w]);
        });
      }),
    );
  });

  it('has a prefix that does not depend on the count', () => {
    fc.assert(
      fc.property(count, count, seeds, (a, b, seed) => {
        const [few, many] = [Math.min(a, b), Math.max(a, b)];
        expect(stepWords(many, seed, 1, 2, 3).subarray(0, few)).toEqual(stepWords(few, seed, 1, 2, 3));
        expect(stepNormals(many, seed, 1, 2, 3).subarray(0, few)).toEqual(stepNormals(few, seed, 1, 2, 3));
      }),
    );
  });

  it('makes normals by Box-Muller of words 0, 1 and 2, 3 of a block', () => {
    const seed: Seed = [11, 12];
    const normals = stepNormals(32, seed, Purpose.vaeNoise, 1, 2);
    normals.forEach((value, e) => {
      const words = block(4 * Math.floor(e / 16) + (e % 4), 2, 1, Purpose.vaeNoise, seed);
      const w = Math.floor((e % 16) / 4);
      const first = w < 2 ? 0 : 2;
      const radius = Math.sqrt(-2 * Math.log(((words[first]! >>> 8) + 1) / 2 ** 24));
      const angle = 2 * Math.PI * ((words[first + 1]! >>> 8) / 2 ** 24);
      expect(value).toBeCloseTo(radius * (w % 2 === 0 ? Math.cos(angle) : Math.sin(angle)), 12);
    });
  });

  it('has the moments of a normal', () => {
    const normals = stepNormals(50_000, [1, 2], Purpose.vaeNoise, 0, 0);
    let at = 0;
    expectStandardNormal(
      moments(50_000, () => normals[at++]!),
      50_000,
    );
  });

  it('is empty for no elements', () => {
    expect(stepWords(0, [1, 2], 1, 0, 0).length).toBe(0);
    expect(stepNormals(0, [1, 2], 1, 0, 0).length).toBe(0);
  });
});

describe('seeds', () => {
  const path = fc.array(fc.oneof(fc.string(), fc.integer()), { maxLength: 4 });

  it('are the same for the same path, others for another', () => {
    fc.assert(
      fc.property(word, path, path, (parent, a, b) => {
        const same = JSON.stringify(a) === JSON.stringify(b);
        expect(seedToHex(deriveSeed(parent, ...a)) === seedToHex(deriveSeed(parent, ...b))).toBe(same);
      }),
    );
    const paths = [[], ['a'], ['b'], ['a', 'b'], ['ab'], ['a', 1], ['a', '1'], [1, 'a'], ['a', '']];
    const derived = paths.map((names) => seedToHex(deriveSeed(1, ...names)));
    expect(new Set(derived).size).toBe(paths.length);
    expect(deriveSeed(2, 'a')).not.toEqual(deriveSeed(1, 'a'));
  });

  it('are the first 64 bits of SHA-256 over the path, little-endian words', () => {
    // printf '[1,"data",0]' | sha256sum
    expect(seedToHex(deriveSeed(1, 'data', 0))).toBe('70284e6b1ac56b59');
  });

  it('survive being written as hex', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        expect(seedToHex(seed)).toMatch(/^[0-9a-f]{16}$/);
        expect(seedFromHex(seedToHex(seed))).toEqual(seed);
      }),
    );
  });
});

it('gives every purpose a number of its own, below the 256 that dropout adds for each layer', () => {
  const numbers = Object.values(Purpose);
  expect(new Set(numbers).size).toBe(numbers.length);
  expect(numbers.every((number) => number > 0 && number < 256)).toBe(true);
});

function moments(n: number, draw: (stream: Stream) => number) {
  const stream = new Stream([1, 2], Purpose.data);
  const values = Float64Array.from({ length: n }, () => draw(stream));
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const central = (k: number) => values.reduce((sum, value) => sum + (value - mean) ** k, 0) / n;
  const variance = central(2);
  return {
    min: values.reduce((least, value) => Math.min(least, value)),
    max: values.reduce((most, value) => Math.max(most, value)),
    mean,
    variance,
    skewness: central(3) / variance ** 1.5,
    kurtosis: central(4) / variance ** 2,
  };
}

/** Each moment within 4 of its standard errors over n draws: sqrt(1, 2, 6, 24) / sqrt(n). */
function expectStandardNormal(
  found: { mean: number; variance: number; skewness: number; kurtosis: number },
  n: number,
): void {
  const errors = [found.mean, found.variance - 1, found.skewness, found.kurtosis - 3];
  errors.forEach((error, k) => {
    expect(Math.abs(error)).toBeLessThan(4 * Math.sqrt([1, 2, 6, 24][k]! / n));
  });
}
