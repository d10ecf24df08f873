// exp, log, sine and cosine of four floats, from + - * / and bit shifts alone, so that every machine gives the
// same bits. Polynomials: Cephes single precision (S. Moshier, 1992), and for 2^f one fitted for the least relative
// error (Remez). Errors: a few units in the last place; of exp(x), |x| units.

// Constants come from memory: V8 builds a constant vector anew, in three to five instructions, wherever it is used,
// but loads one in a single instruction. Polynomials are summed pairwise (Estrin), which halves the chain of
// dependent operations: that chain, not their number, is what the processor waits for.
const CONSTANTS = memory.data<f32>([
  // 0: the range of exp in powers of 2, log2 e, 1.5 * 2^23 + 127, ln 2 in two parts, 1, 1/2
  -126.0, 127.0, 1.44269504088896341, 12583039.0, 0.693359375, -2.12194440e-4, 1.0, 0.5,
  // 8: 2^f for |f| <= 1/2, from f^0 on
  1.0, 0.6931472421, 0.2402265221, 0.05550310388, 0.009617692791, 0.001340664341, 0.0001559467782,
  // 15: ln(1 + f) = f - f^2 / 2 + f^3 (...)
  3.3333331174e-1, -2.4999993993e-1, 2.0000714765e-1, -1.6668057665e-1, 1.4249322787e-1, -1.2420140846e-1,
  1.1676998740e-1, -1.1514610310e-1, 7.0376836292e-2,
  // 24: sin t = t + t^3 (...), cos t = 1 - t^2 / 2 + t^4 (...)
  -1.6666654611e-1, 8.3321608736e-3, -1.9515295891e-4,
  4.166664568298827e-2, -1.388731625493765e-3, 2.443315711809948e-5,
]);
/** The bits of sqrt(1/2), of a mantissa, of a sign. */
const INTEGERS = memory.data<u32>([0x3f3504f3, 0x007fffff, 0x80000000]);

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

/** exp(x), held between 2^-126 and 2^127. A NaN stays one: its bits are shifted, but multiply a NaN. */
// @ts-ignore: decorator
@inline export function exp(x: v128): v128 {
  const t = f32x4.mul(x, constant(2));
  return powerOfTwo(f32x4.pmin(f32x4.pmax(t, constant(0)), constant(1)));
}

/** exp(-|x|). */
// @ts-ignore: decorator
@inline export function expOfMinusAbs(x: v128): v128 {
  const t = f32x4.mul(v128.or(x, integer(2)), constant(2));
  return powerOfTwo(f32x4.pmax(t, constant(0)));
}

/** 2^t = 2^n 2^f. */
// @ts-ignore: decorator
@inline function powerOfTwo(t: v128): v128 {
  // Adding 1.5 * 2^23 rounds to an integer, which with the 127 of an exponent stands in the low bits.
  const magic = constant(3);
  const shifted = f32x4.add(t, magic);
  const f = f32x4.sub(t, f32x4.sub(shifted, magic));
  const f2 = f32x4.mul(f, f);
  const high = multiplyAdd(constant(14), f2, line(12, f));
  const y = multiplyAdd(multiplyAdd(high, f2, line(10, f)), f2, line(8, f));
  return f32x4.mul(y, i32x4.shl(shifted, 23));
}

/** ln(x) for normal x > 0; NaN for a NaN or an infinity. */
// @ts-ignore: decorator
@inline export function log(x: v128): v128 {
  // Mantissa in [sqrt(1/2), sqrt(2)), less 1; exponent e.
  const offset = i32x4.sub(x, integer(0));
  const e = f32x4.convert_i32x4_s(i32x4.shr_s(offset, 23));
  const f = f32x4.sub(i32x4.add(v128.and(offset, integer(1)), integer(0)), one());
  const f2 = f32x4.mul(f, f);
  const f4 = f32x4.mul(f2, f2);
  const low = multiplyAdd(line(17, f), f2, line(15, f));
  const middle = multiplyAdd(line(21, f), f2, line(19, f));
  const high = multiplyAdd(constant(23), f4, middle);
  const tail = f32x4.mul(multiplyAdd(high, f4, low), f32x4.mul(f, f2));
  const small = f32x4.add(f32x4.sub(tail, f32x4.mul(f2, constant(7))), f32x4.mul(e, constant(5)));
  // x - x is 0 for a finite x and NaN otherwise: the bits of what came in broken made nonsense above.
  return f32x4.add(f32x4.add(f32x4.add(f, small), f32x4.mul(e, constant(4))), f32x4.sub(x, x));
}

/** Sine of an angle in [-pi/4, pi/4]. */
// @ts-ignore: decorator
@inline export function sinSmall(t: v128): v128 {
  const z = f32x4.mul(t, t);
  const tail = multiplyAdd(constant(26), f32x4.mul(z, z), line(24, z));
  return multiplyAdd(f32x4.mul(tail, z), t, t);
}

/** Cosine of an angle in [-pi/4, pi/4]. */
// @ts-ignore: decorator
@inline export function cosSmall(t: v128): v128 {
  const z = f32x4.mul(t, t);
  const z2 = f32x4.mul(z, z);
  const tail = multiplyAdd(constant(29), z2, line(27, z));
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

/** The four vectors as rows of a matrix, written as its columns. */
// @ts-ignore: decorator
@inline export function transpose(
  a: v128, b: v128, c: v128, d: v128, to0: usize, to1: usize, to2: usize, to3: usize,
): void {
  const abLow = v128.shuffle<f32>(a, b, 0, 4, 1, 5), abHigh = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const cdLow = v128.shuffle<f32>(c, d, 0, 4, 1, 5), cdHigh = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  v128.store(to0, v128.shuffle<f32>(abLow, cdLow, 0, 1, 4, 5));
  v128.store(to1, v128.shuffle<f32>(abLow, cdLow, 2, 3, 6, 7));
  v128.store(to2, v128.shuffle<f32>(abHigh, cdHigh, 0, 1, 4, 5));
  v128.store(to3, v128.shuffle<f32>(abHigh, cdHigh, 2, 3, 6, 7));
}
