// What makes losses of scores, for two rows at a time. Methods: fdlibm (Sun Microsystems, 1993), as
// core's src/math/elementary.ts has them, errors below two ulp; constants from memory: see elementary.ts.

const CONSTANTS = memory.data<f64>([
  // 0: the least exponent, log2 e, 1.5 * 2^52 + 1023, ln 2 in two parts, 1, 2, 1/2
  -708.0, 1.44269504088896338700, 6755399441056767.0, 6.9314718036912381649e-1, 1.90821492927058770002e-10, 1.0, 2.0, 0.5,
  // 8: of exp
  1.66666666666666019037e-1, -2.77777777770155933842e-3, 6.61375632143793436117e-5, -1.6533902205465251539e-6,
  4.13813679705723846039e-8,
  // 13: sqrt 2 - 1
  0.41421356237309503,
  // 14: of ln(1 + f), s = f / (2 + f): the coefficients of s^2, s^4 ...
  6.666666666666735130e-1, 3.999999999940941908e-1, 2.857142874366239149e-1, 2.222219843214978396e-1,
  1.818357216161805012e-1, 1.531383769920937332e-1, 1.479819860510658591e-1,
]);

// @ts-ignore: decorator
@inline function constant(index: usize): v128 {
  return v128.load64_splat(CONSTANTS + (index << 3));
}
// @ts-ignore: decorator
@inline function multiplyAdd(a: v128, b: v128, c: v128): v128 {
  return f64x2.add(f64x2.mul(a, b), c);
}

/** exp(x) for x <= 0, at least that of -708. */
// @ts-ignore: decorator
@inline function expOfNegative(x: v128): v128 {
  const within = f64x2.max(x, constant(0));
  // Adding 1.5 * 2^52 rounds to an integer, which with the 1023 of an exponent stands in the low bits.
  const shifted = multiplyAdd(within, constant(1), constant(2));
  const k = f64x2.sub(shifted, constant(2));
  const high = f64x2.sub(within, f64x2.mul(k, constant(3))), low = f64x2.mul(k, constant(4));
  const r = f64x2.sub(high, low), t = f64x2.mul(r, r);
  const tail = multiplyAdd(t, multiplyAdd(t, constant(12), constant(11)), constant(10));
  const c = f64x2.sub(r, f64x2.mul(t, multiplyAdd(t, multiplyAdd(t, tail, constant(9)), constant(8))));
  const part = f64x2.div(f64x2.mul(r, c), f64x2.sub(constant(6), c));
  const y = f64x2.sub(constant(5), f64x2.sub(f64x2.sub(low, part), high));
  return f64x2.mul(y, i64x2.shl(shifted, 52));
}

/** ln(1 + x) for x in [0, 1], accurate where x is small. */
// @ts-ignore: decorator
@inline function logOfOneAnd(x: v128): v128 {
  // From sqrt 2 on, of (1 + x) / 2 and ln 2 more.
  const large = f64x2.gt(x, constant(13));
  const f = v128.bitselect(f64x2.mul(f64x2.sub(x, constant(5)), constant(7)), x, large);
  const s = f64x2.div(f, f64x2.add(constant(6), f)), z = f64x2.mul(s, s), w = f64x2.mul(z, z);
  const odd = f64x2.mul(w, multiplyAdd(w, multiplyAdd(w, constant(19), constant(17)), constant(15)));
  const even = multiplyAdd(w, multiplyAdd(w, multiplyAdd(w, constant(20), constant(18)), constant(16)), constant(14));
  const half = f64x2.mul(f64x2.mul(constant(7), f), f);
  const rest = multiplyAdd(s, f64x2.add(half, multiplyAdd(z, even, odd)), v128.and(large, constant(4)));
  return f64x2.add(v128.and(large, constant(3)), f64x2.sub(f, f64x2.sub(half, rest)));
}

/**
 * Of rows with scores s, targets t in [0, 1] and weights: slopes[i] = weight (p - t) and curvature[i] = weight p (1 - p),
 * p = 1 / (1 + e^-s); returns the sum of weight (ln(1 + e^s) - t s). Rows go in twos: one more than an odd count is
 * read, with a weight of 0, and written.
 */
export function sigmoid(
  scores: usize, targets: usize, weights: usize, count: i32, slopes: usize, curvature: usize,
): f64 {
  const zero = f64x2.splat(0);
  let loss = zero;
  for (const end = scores + (<usize>count << 3); scores < end; scores += 16) {
    const s = v128.load(scores), t = v128.load(targets), weight = v128.load(weights);
    const power = expOfNegative(f64x2.neg(f64x2.abs(s)));
    const small = f64x2.div(power, f64x2.add(constant(5), power));
    const above = f64x2.ge(s, zero);
    const own = f64x2.add(f64x2.sub(f64x2.max(s, zero), f64x2.mul(t, s)), logOfOneAnd(power));
    loss = multiplyAdd(weight, own, loss);
    const upper = f64x2.sub(f64x2.sub(constant(5), t), small), lower = f64x2.sub(small, t);
    v128.store(slopes, f64x2.mul(weight, v128.bitselect(upper, lower, above)));
    v128.store(curvature, f64x2.mul(weight, f64x2.mul(small, f64x2.sub(constant(5), small))));
    targets += 16;
    weights += 16;
    slopes += 16;
    curvature += 16;
  }
  return f64x2.extract_lane(loss, 0) + f64x2.extract_lane(loss, 1);
}

/**
 * Scores of `classes` classes, class by class `stride` bytes apart, become probabilities. Of each row top is its largest
 * score, the first of them, and rest the sum of e^(score - top) of all others, so that the logarithm of the whole sum is
 * top + ln(1 + rest). Rows go in twos: one more than an odd count is read and written.
 */
export function softmax(scores: usize, classes: i32, stride: usize, count: i32, top: usize, rest: usize): void {
  const bytes = stride * <usize>classes;
  for (const end = scores + (<usize>count << 3); scores < end; scores += 16) {
    let largest = v128.load(scores);
    for (let k = stride; k < bytes; k += stride) largest = f64x2.max(largest, v128.load(scores + k));
    let others = f64x2.splat(0), taken = others;
    for (let k: usize = 0; k < bytes; k += stride) {
      const s = v128.load(scores + k), power = expOfNegative(f64x2.sub(s, largest));
      const own = v128.andnot(f64x2.eq(s, largest), taken);
      taken = v128.or(taken, own);
      others = f64x2.add(others, v128.andnot(power, own));
      v128.store(scores + k, power);
    }
    const whole = f64x2.add(constant(5), others);
    for (let k: usize = 0; k < bytes; k += stride) v128.store(scores + k, f64x2.div(v128.load(scores + k), whole));
    v128.store(top, largest);
    v128.store(rest, others);
    top += 16;
    rest += 16;
  }
}
