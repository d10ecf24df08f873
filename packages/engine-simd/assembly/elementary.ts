// exp, log, sine and cosine of four floats, from + - * / and bit shifts alone, so that every machine gives the
// same bits. Polynomials: Cephes single precision (S. Moshier, 1992), errors of one to two units in the last place.

// Constants come from memory: V8 builds a constant vector anew, in three to five instructions, wherever it is used,
// but loads one in a single instruction. Polynomials are summed pairwise (Estrin), which halves the chain of
// dependent operations: that chain, not their number, is what the processor waits for.
const CONSTANTS = memory.data<f32>([
  // 0: the range of exp, log2 e, 1.5 * 2^23, ln 2 in two parts, 1, 1/2
  -87.3, 88.3, 1.44269504088896341, 12582912.0, 0.693359375, -2.12194440e-4, 1.0, 0.5,
  // 8: exp(r) = 1 + r + r^2 (...), from r^0 on
  5.0000001201e-1, 1.6666665459e-1, 4.1665795894e-2, 8.3334519073e-3, 1.3981999507e-3, 1.9875691500e-4,
  // 14: ln(1 + f) = f - f^2 / 2 + f^3 (...)
  3.3333331174e-1, -2.4999993993e-1, 2.0000714765e-1, -1.6668057665e-1, 1.4249322787e-1, -1.2420140846e-1,
  1.1676998740e-1, -1.1514610310e-1, 7.0376836292e-2,
  // 23: sin t = t + t^3 (...), cos t = 1 - t^2 / 2 + t^4 (...)
  -1.6666654611e-1, 8.3321608736e-3, -1.9515295891e-4,
  4.166664568298827e-2, -1.388731625493765e-3, 2.443315711809948e-5,
]);
/** 0: the exponent of 1, the bits of sqrt(1/2), the bits of a mantissa. */
const INTEGERS = memory.data<i32>([127, 0x3f3504f3, 0x007fffff]);

// @ts-ignore: decorator
@inline function constant(index: usize): v128 {
  return v128.load32_splat(CONSTANTS + (index << 2));
}
// @ts-ignore: decorator
@inline function integer(index: usize): v128 {
  return v128.load32_splat(INTEGERS + (index << 2));
}
/** constant(index) + constant(index + 1) x */
// @ts-ignore: decorator
@inline function line(index: usize, x: v128): v128 {
  return f32x4.add(constant(index), f32x4.mul(constant(index + 1), x));
}
// @ts-ignore: decorator
@inline function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  return f32x4.add(f32x4.mul(a, b), c);
}

// @ts-ignore: decorator
@inline export function one(): v128 {
  return constant(6);
}

/** a < b ? b : a, which keeps a NaN in `a`: the order of the arguments matters. */
// @ts-ignore: decorator
@inline export function atLeast(a: v128, b: v128): v128 {
  return f32x4.pmax(a, b);
}

/** exp(x), for x clamped to [-87.3, 88.3]. A NaN stays one: its bits are shifted, but multiply a NaN. */
// @ts-ignore: decorator
@inline export function exp(x: v128): v128 {
  return expOfClamped(f32x4.pmin(f32x4.pmax(x, constant(0)), constant(1)));
}

/** exp(-|x|). */
// @ts-ignore: decorator
@inline export function expOfMinusAbs(x: v128): v128 {
  return expOfClamped(f32x4.pmax(f32x4.neg(f32x4.abs(x)), constant(0)));
}

// @ts-ignore: decorator
@inline function expOfClamped(x: v128): v128 {
  // Adding 1.5 * 2^23 rounds to an integer and leaves that integer in the low bits.
  const magic = constant(3);
  const shifted = f32x4.add(f32x4.mul(x, constant(2)), magic);
  const n = f32x4.sub(shifted, magic);
  const r = f32x4.sub(f32x4.sub(x, f32x4.mul(n, constant(4))), f32x4.mul(n, constant(5)));
  const r2 = f32x4.mul(r, r);
  const high = multiplyAdd(line(12, r), r2, line(10, r));
  const tail = multiplyAdd(high, r2, line(8, r));
  const y = multiplyAdd(tail, r2, f32x4.add(r, one()));
  return f32x4.mul(y, i32x4.shl(i32x4.add(shifted, integer(0)), 23));
}

/** ln(x) for normal x > 0; NaN for a NaN or an infinity. */
// @ts-ignore: decorator
@inline export function log(x: v128): v128 {
  // Mantissa in [sqrt(1/2), sqrt(2)), less 1; exponent e.
  const offset = i32x4.sub(x, integer(1));
  const e = f32x4.convert_i32x4_s(i32x4.shr_s(offset, 23));
  const f = f32x4.sub(i32x4.add(v128.and(offset, integer(2)), integer(1)), one());
  const f2 = f32x4.mul(f, f);
  const f4 = f32x4.mul(f2, f2);
  const low = multiplyAdd(line(16, f), f2, line(14, f));
  const middle = multiplyAdd(line(20, f), f2, line(18, f));
  const high = multiplyAdd(constant(22), f4, middle);
  const tail = f32x4.mul(multiplyAdd(high, f4, low), f32x4.mul(f, f2));
  const small = f32x4.add(f32x4.sub(tail, f32x4.mul(f2, constant(7))), f32x4.mul(e, constant(5)));
  // x - x is 0 for a finite x and NaN otherwise: the bits of what came in broken made nonsense above.
  return f32x4.add(f32x4.add(f32x4.add(f, small), f32x4.mul(e, constant(4))), f32x4.sub(x, x));
}

/** Sine of an angle in [-pi/4, pi/4]. */
// @ts-ignore: decorator
@inline export function sinSmall(t: v128): v128 {
  const z = f32x4.mul(t, t);
  const tail = multiplyAdd(constant(25), f32x4.mul(z, z), line(23, z));
  return multiplyAdd(f32x4.mul(tail, z), t, t);
}

/** Cosine of an angle in [-pi/4, pi/4]. */
// @ts-ignore: decorator
@inline export function cosSmall(t: v128): v128 {
  const z = f32x4.mul(t, t);
  const z2 = f32x4.mul(z, z);
  const tail = multiplyAdd(constant(28), z2, line(26, z));
  return multiplyAdd(tail, z2, f32x4.sub(one(), f32x4.mul(z, constant(7))));
}

/** [sum a, sum b, sum c, sum d]. */
// @ts-ignore: decorator
@inline export function sums(a: v128, b: v128, c: v128, d: v128): v128 {
  const ab = f32x4.add(v128.shuffle<f32>(a, b, 0, 1, 4, 5), v128.shuffle<f32>(a, b, 2, 3, 6, 7));
  const cd = f32x4.add(v128.shuffle<f32>(c, d, 0, 1, 4, 5), v128.shuffle<f32>(c, d, 2, 3, 6, 7));
  return f32x4.add(v128.shuffle<f32>(ab, cd, 0, 2, 4, 6), v128.shuffle<f32>(ab, cd, 1, 3, 5, 7));
}

/** The sum of the four lanes. */
// @ts-ignore: decorator
@inline export function sum(a: v128): f32 {
  const pairs = f32x4.add(a, v128.shuffle<f32>(a, a, 2, 3, 2, 3));
  return f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1);
}
