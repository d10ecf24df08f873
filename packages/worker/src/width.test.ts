import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ENGINES } from './engines.ts';
import { afterCohort, afterMemoryRanOut, firstWidth, type Width } from './width.ts';

/** Of an engine on a backend. */
const traitsOf = (name: string, on: string | null = null) =>
  ENGINES.flatMap(({ variants }) => variants).find(({ id }) => id.kind === name && id.backend === on)!.traits;
const GPU = traitsOf('tfjs', 'tensorflow-gpu');
const gpu = firstWidth(GPU, 'auto');

/** A machine on which a step costs `start` whatever the width and `each` a trial. */
const machine =
  (start: number, each: number) =>
  (width: Width, roomy: boolean, shape = 'a') => {
    const epochs = 10 * width.now;
    const ms = 10 * (start + each * width.now);
    return afterCohort(width, { shape, width: width.now, epochs, ms }, roomy);
  };

/** The width after so many full cohorts. */
function grown(width: Width, run: ReturnType<typeof machine>, cohorts = 20): number {
  let grownTo = width;
  for (let i = 0; i < cohorts; i++) grownTo = run(grownTo, true);
  return grownTo.now;
}

describe('The width of cohorts', () => {
  it('is one for an engine that takes networks one by one, and what the tables say for TF.js', () => {
    expect(firstWidth(traitsOf('simd'), 'auto')).toMatchObject({ now: 1, grows: false });
    expect(firstWidth(traitsOf('reference'), 'auto').now).toBe(1);
    expect(firstWidth(traitsOf('tfjs', 'wasm'), 'auto')).toMatchObject({ now: 8, grows: false });
    expect(firstWidth(traitsOf('tfjs', 'tensorflow'), 'auto')).toMatchObject({
      now: 8,
      most: 64,
      grows: true,
    });
    expect(gpu).toMatchObject({ now: 64, most: 4096, grows: true });
  });

  it('is what the user wants where the engine can do that', () => {
    expect(firstWidth(traitsOf('tfjs', 'wasm'), 7)).toMatchObject({ now: 7, grows: false });
    expect(firstWidth(GPU, 1e6)).toMatchObject({ now: 4096, grows: false });
    expect(firstWidth(traitsOf('simd'), 8).now).toBe(1);
  });

  it('grows until a trial gets hardly cheaper, and goes back to the last that was worth it', () => {
    expect(grown(gpu, machine(1000, 1))).toBe(4096);
    // 1000/64 + 20 = 35.6 a trial, then 27.8, then 23.9, then 22.0, which is not worth it.
    expect(grown(gpu, machine(1000, 20))).toBe(256);
    expect(grown(gpu, machine(0, 1))).toBe(64);
    expect(grown(firstWidth(traitsOf('tfjs', 'tensorflow'), 'auto'), machine(2000, 60))).toBe(64);
  });

  it('does not grow by cohorts that are not full, or of other shapes, or where memory is short', () => {
    const run = machine(1000, 1);
    expect(afterCohort(gpu, { shape: 'a', width: 63, epochs: 630, ms: 1 }, true)).toBe(gpu);
    expect(run(gpu, false)).toMatchObject({ now: 64, grows: false });
    const once = run(gpu, true, 'a');
    expect(once.now).toBe(128);
    expect(run(once, true, 'b').now).toBe(128);
    expect(run(run(once, true, 'b'), true, 'a').now).toBe(256);
  });

  it('halves where memory ran out and never grows again', () => {
    const run = machine(1000, 1);
    const wide = run(run(gpu, true), true);
    const narrow = afterMemoryRanOut(wide, 256);
    expect(narrow.now).toBe(128);
    expect(grown(narrow, run)).toBe(128);
    expect(afterMemoryRanOut(gpu, 1).now).toBe(1);
  });

  it('stays between one and what the engine can do, whatever the times', () => {
    const cost = fc.double({ min: 0, max: 1e6, noNaN: true });
    const step = fc.record({
      cost,
      shape: fc.constantFrom('a', 'b'),
      ranOut: fc.boolean(),
      roomy: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step), fc.integer({ min: 1, max: 5000 }), (steps, fuses) => {
        let width = firstWidth({ ...GPU, fuses }, 'auto');
        for (const { cost: ms, shape, ranOut, roomy } of steps) {
          width = ranOut
            ? afterMemoryRanOut(width, width.now)
            : afterCohort(width, { shape, width: width.now, epochs: 1, ms }, roomy);
          expect(width.now).toBeGreaterThanOrEqual(1);
          expect(width.now).toBeLessThanOrEqual(fuses);
          expect(Number.isInteger(width.now)).toBe(true);
        }
      }),
    );
  });
});
