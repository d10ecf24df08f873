import { Purpose, type Seed, shuffle, stepNormals, stepWords } from '@latentsweep/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMachine } from './kernels.ts';
import { assemble, type Instruction } from './program.ts';

const machine = createMachine();
const word = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const seeds: fc.Arbitrary<Seed> = fc.tuple(word, word);

/** Runs instructions for `steps` batches of one row; `read` gets the memory and the region's block. */
function noise(
  count: number,
  instructions: (at: number, chunks: number) => Instruction[],
  { seed, round, steps }: { seed: Seed; round: number; steps: number },
): ArrayBuffer {
  const region = machine.heap.region();
  const chunks = Math.ceil(count / 32) * 2;
  const at = region.allocate(chunks * 64);
  const program = assemble(machine, region, instructions(at, chunks));
  const list = region.allocate(64);
  machine.kernels.run(program.start, program.end, list, 0, steps, 1, 32, seed[0], seed[1], round, false);
  const bytes = machine.heap.memory.buffer.slice(at, at + count * 4);
  region.free();
  return bytes;
}

describe('the noise of a step', () => {
  it("has core's words", () => {
    fc.assert(
      fc.property(
        seeds,
        word,
        fc.integer({ min: 1, max: 5 }),
        fc.integer({ min: 1, max: 200 }),
        (seed, round, steps, count) => {
          const bytes = noise(count, (at, chunks) => [['WORDS', at, chunks, Purpose.vaeDropout]], {
            seed,
            round,
            steps,
          });
          expect(new Uint32Array(bytes)).toEqual(
            stepWords(count, seed, Purpose.vaeDropout, round, steps - 1),
          );
        },
      ),
    );
  });

  it("has core's normals, to f32", () => {
    const count = 20_000;
    const settings = { seed: [5, 6] as const, round: 3, steps: 2 };
    const bytes = noise(
      count,
      (at, chunks) => [
        ['WORDS', at, chunks, Purpose.vaeNoise],
        ['NORMALS', at, chunks],
      ],
      settings,
    );
    const expected = stepNormals(count, settings.seed, Purpose.vaeNoise, settings.round, 1);
    const worst = new Float32Array(bytes).reduce(
      (most, z, i) => Math.max(most, Math.abs(z - expected[i]!)),
      0,
    );
    expect(worst).toBeLessThan(1e-6);
  });
});

describe('shuffle', () => {
  const shuffled = (count: number, seed: Seed, round: number) => {
    const region = machine.heap.region();
    const [order, also] = [region.allocate(count * 4), region.allocate(count * 4)];
    const view = (at: number) => new Uint32Array(machine.heap.memory.buffer, at, count);
    const given = Uint32Array.from({ length: count }, (_, i) => i);
    view(order).set(given);
    view(also).set(given.map((i) => i + 7));
    machine.kernels.shuffle(order, also, count, seed[0], seed[1], Purpose.vaeShuffle, round);
    const actual = [view(order).slice(), view(also).map((i) => i - 7)];
    region.free();
    shuffle(given, seed, Purpose.vaeShuffle, round);
    return { actual, expected: given };
  };

  it("does what core's does, to two lists alike", () => {
    fc.assert(
      fc.property(fc.nat(5000), seeds, word, (count, seed, round) => {
        const { actual, expected } = shuffled(count, seed, round);
        for (const order of actual) expect(order).toEqual(expected);
      }),
      { numRuns: 30 },
    );
  });

  it("rounds as core's does where products exceed 2^53", () => {
    const { actual, expected } = shuffled(2 ** 21 + 3000, [1, 2], 0);
    expect(Buffer.compare(Buffer.from(actual[0]!.buffer), Buffer.from(expected.buffer))).toBe(0);
  });
});
