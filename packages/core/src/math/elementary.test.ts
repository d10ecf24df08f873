import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cosTurn, exp, log, log1p, sigmoid, sinTurn } from './elementary.ts';

const view = new DataView(new ArrayBuffer(8));

/** Doubles in order, numbered through: neighbours differ by one. 0 and -0 are both 0. */
function ordinal(x: number): bigint {
  view.setFloat64(0, x);
  const bits = view.getBigInt64(0);
  return bits < 0n ? -(bits & 0x7fff_ffff_ffff_ffffn) : bits;
}

/** How many doubles apart; NaN is 0 apart from NaN and infinitely far from anything else. */
function ulps(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) === Number.isNaN(b) ? 0 : Infinity;
  return Math.abs(Number(ordinal(a) - ordinal(b)));
}

/**
 * The runtime's own functions are within one ulp of the truth and so should ours be: two apart at most.
 * The seed is fixed, because a rare third would be no fault of the change that meets it.
 */
function expectWithinUlps(
  ours: (x: number) => number,
  theirs: (x: number) => number,
  range: { min: number; max: number },
): void {
  const doubles = fc.double({ ...range, noNaN: true });
  // fc.double draws from all magnitudes alike; this one draws evenly over the range.
  const even = fc.nat(2 ** 30).map((n) => range.min + (range.max - range.min) * (n / 2 ** 30));
  fc.assert(
    fc.property(fc.oneof(doubles, even), (x) => {
      expect(ulps(ours(x), theirs(x)), `of ${x}: ${ours(x)}, the runtime ${theirs(x)}`).toBeLessThanOrEqual(
        2,
      );
    }),
    { seed: 1, numRuns: 5000 },
  );
}

describe('exp', () => {
  it.each([
    { min: -1, max: 1 },
    { min: -30, max: 30 },
    { min: -745.2, max: 709.8 },
    // Results are subnormal.
    { min: -746, max: -708 },
  ])('is within 2 ulp of Math.exp on $min .. $max', (range) => {
    expectWithinUlps(exp, Math.exp, range);
  });

  it('has the edges of IEEE 754', () => {
    expect(exp(0)).toBe(1);
    expect(exp(-0)).toBe(1);
    expect(ulps(exp(1), Math.E)).toBeLessThanOrEqual(1);
    expect(exp(5e-324)).toBe(1);
    expect(exp(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
    expect(exp(Number.NEGATIVE_INFINITY)).toBe(0);
    expect(exp(Number.NaN)).toBeNaN();
    expect(exp(709.782712893384)).toBeLessThan(Number.POSITIVE_INFINITY);
    expect(exp(709.7827128933841)).toBe(Number.POSITIVE_INFINITY);
    expect(exp(-745.1332191019411)).toBe(5e-324);
    expect(exp(-745.1332191019412)).toBe(0);
  });
});

describe('log', () => {
  it.each([
    { min: 0.5, max: 2 },
    { min: 0, max: 5e-308 },
    { min: 0, max: Number.MAX_VALUE },
  ])('is within 2 ulp of Math.log on $min .. $max', (range) => {
    expectWithinUlps(log, Math.log, range);
  });

  it('has the edges of IEEE 754', () => {
    expect(log(1)).toBe(0);
    expect(log(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(log(-0)).toBe(Number.NEGATIVE_INFINITY);
    expect(log(-1)).toBeNaN();
    expect(log(-5e-324)).toBeNaN();
    expect(log(Number.NEGATIVE_INFINITY)).toBeNaN();
    expect(log(Number.NaN)).toBeNaN();
    expect(log(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
    expect(log(5e-324)).toBe(-744.4400719213812);
    expect(log(Number.MAX_VALUE)).toBe(709.782712893384);
    for (let k = -1074; k <= 1023; k++) expect(ulps(log(2 ** k), k * Math.LN2)).toBeLessThanOrEqual(1);
  });

  it('undoes exp', () => {
    fc.assert(
      fc.property(fc.double({ min: -700, max: 700, noNaN: true }), (x) => {
        expect(Math.abs(log(exp(x)) - x)).toBeLessThanOrEqual(2 ** -51 * Math.max(1, Math.abs(x)));
      }),
    );
  });
});

describe('log1p', () => {
  it.each([
    { min: -1, max: 1 },
    { min: -1e-8, max: 1e-8 },
    { min: 0, max: Number.MAX_VALUE },
  ])('is within 2 ulp of Math.log1p on $min .. $max', (range) => {
    expectWithinUlps(log1p, Math.log1p, range);
  });

  it('has the edges of IEEE 754', () => {
    expect(log1p(0)).toBe(0);
    expect(log1p(-0)).toBe(-0);
    expect(log1p(5e-324)).toBe(5e-324);
    expect(log1p(-1)).toBe(Number.NEGATIVE_INFINITY);
    expect(log1p(-1.5)).toBeNaN();
    expect(log1p(Number.NaN)).toBeNaN();
    expect(log1p(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('sigmoid', () => {
  it('is within 2 ulp of its definition', () => {
    const definition = (x: number) => (x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x)));
    expectWithinUlps(sigmoid, definition, { min: -745, max: 745 });
    expectWithinUlps(sigmoid, definition, { min: -30, max: 30 });
  });

  it('stays in [0, 1], rises, and mirrors at zero', () => {
    const any = fc.double({ noNaN: true });
    fc.assert(
      fc.property(any, any, (a, b) => {
        const [low, high] = a < b ? [a, b] : [b, a];
        expect(sigmoid(low)).toBeGreaterThanOrEqual(0);
        expect(sigmoid(high)).toBeLessThanOrEqual(1);
        expect(sigmoid(low)).toBeLessThanOrEqual(sigmoid(high) + Number.EPSILON);
        expect(Math.abs(sigmoid(a) + sigmoid(-a) - 1)).toBeLessThanOrEqual(2 * Number.EPSILON);
      }),
    );
    expect(sigmoid(0)).toBe(0.5);
    expect(sigmoid(-0)).toBe(0.5);
    expect(sigmoid(Number.POSITIVE_INFINITY)).toBe(1);
    expect(sigmoid(Number.NEGATIVE_INFINITY)).toBe(0);
    expect(sigmoid(Number.NaN)).toBeNaN();
  });
});

describe('sine and cosine of turns', () => {
  it('are within 1e-15 of Math.sin and Math.cos', () => {
    fc.assert(
      fc.property(fc.nat(2 ** 24), (n) => {
        const v = n / 2 ** 24;
        expect(Math.abs(sinTurn(v) - Math.sin(2 * Math.PI * v))).toBeLessThan(1e-15);
        expect(Math.abs(cosTurn(v) - Math.cos(2 * Math.PI * v))).toBeLessThan(1e-15);
        expect(Math.abs(sinTurn(v) ** 2 + cosTurn(v) ** 2 - 1)).toBeLessThan(1e-15);
      }),
      { seed: 1, numRuns: 2000 },
    );
  });

  it('are exact at the quarters', () => {
    expect([0, 0.25, 0.5, 0.75, 1].map((v) => sinTurn(v) + 0)).toEqual([0, 1, 0, -1, 0]);
    expect([0, 0.25, 0.5, 0.75, 1].map((v) => cosTurn(v) + 0)).toEqual([1, 0, -1, 0, 1]);
  });
});
