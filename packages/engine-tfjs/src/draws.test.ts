import { Purpose, type Seed, shuffle, stepNormals, stepWords } from '@latentsweep/core';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createDraws } from './draws.ts';

const draws = createDraws();
const word = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const seeds: fc.Arbitrary<Seed> = fc.tuple(word, word);

it("draws core's words, normals and orders, whatever was drawn before", () => {
  fc.assert(
    fc.property(seeds, word, fc.nat(9), fc.nat(700), (seed, round, step, count) => {
      const words = draws.words(count, seed, Purpose.vaeDropout, round, step);
      expect(words).toEqual(stepWords(count, seed, Purpose.vaeDropout, round, step));

      const expected = stepNormals(count, seed, Purpose.vaeNoise, round, step);
      const normals = draws.normals(count, seed, Purpose.vaeNoise, round, step);
      expect(normals.length).toBe(count);
      normals.forEach((z, i) => {
        expect(Math.abs(z - expected[i]!)).toBeLessThan(1e-6);
      });

      const given = Uint32Array.from({ length: count }, (_, i) => i);
      const shuffled = given.slice();
      draws.shuffle(shuffled, seed, Purpose.vaeShuffle, round);
      shuffle(given, seed, Purpose.vaeShuffle, round);
      expect(shuffled).toEqual(given);
    }),
    { numRuns: 60 },
  );
});
