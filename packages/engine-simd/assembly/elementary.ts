// exp, log, sine and cosine of four floats, from + - * / and bit shifts alone, so that every machine gives the
// same bits. Polynomials: Cephes single precision (S. Moshier, 1992), errors of one to two units in the last place.

/** a < b ? b : a, which keeps a NaN in `a`: the order of the arguments matters. */
// @ts-ignore: decorator
@inline export function atLeast(a: v128, b: v128): v128 {
  return f32x4.pmax(a, b);
}

/** exp(x), for x clamped to [-87.3, 88.3]. A NaN stays one: its bits are shifted, but multiply the NaN `y`. */
// @ts-ignore: decorator
@inline export function exp(x: v128): v128 {
  return expOfClamped(f32x4.pmin(f32x4.pmax(x, f32x4.splat(-87.3)), f32x4.splat(88.3)));
}

/** exp(x) for x <= 0. */
// @ts-ignore: decorator
@inline export function expOfNegative(x: v128): v128 {
  return expOfClamped(f32x4.pmax(x, f32x4.splat(-87.3)));
}

// @ts-ignore: decorator
@inline function expOfClamped(x: v128): v128 {
  // 1.5 * 2^23: adding it rounds to an integer and leaves that integer in the low bits.
  const magic = f32x4.splat(12582912.0);
  const shifted = f32x4.add(f32x4.mul(x, f32x4.splat(1.44269504088896341)), magic);
  const n = f32x4.sub(shifted, magic);
  let r = f32x4.sub(x, f32x4.mul(n, f32x4.splat(0.693359375)));
  r = f32x4.add(r, f32x4.mul(n, f32x4.splat(2.12194440e-4)));
  let y = f32x4.splat(1.9875691500e-4);
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(1.3981999507e-3));
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(8.3334519073e-3));
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(4.1665795894e-2));
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(1.6666665459e-1));
  y = f32x4.add(f32x4.mul(y, r), f32x4.splat(5.0000001201e-1));
  y = f32x4.add(f32x4.mul(y, f32x4.mul(r, r)), f32x4.add(r, f32x4.splat(1.0)));
  return f32x4.mul(y, i32x4.shl(i32x4.add(shifted, i32x4.splat(127)), 23));
}

/** ln(x) for normal x > 0; NaN for a NaN or an infinity. */
// @ts-ignore: decorator
@inline export function log(x: v128): v128 {
  // Mantissa m in [sqrt(1/2), sqrt(2)), exponent e.
  const offset = i32x4.sub(x, i32x4.splat(0x3f3504f3));
  const e = f32x4.convert_i32x4_s(i32x4.shr_s(offset, 23));
  const m = i32x4.add(v128.and(offset, i32x4.splat(0x007fffff)), i32x4.splat(0x3f3504f3));
  const f = f32x4.sub(m, f32x4.splat(1.0));
  const z = f32x4.mul(f, f);
  let y = f32x4.splat(7.0376836292e-2);
  y = f32x4.add(f32x4.mul(y, f), f32x4.splat(-1.1514610310e-1));
  y = f32x4.add(f32x4.mul(y, f), f32x4.splat(1.1676998740e-1));
  y = f32x4.add(f32x4.mul(y, f), f32x4.splat(-1.2420140846e-1));
  y = f32x4.add(f32x4.mul(y, f), f32x4.splat(1.4249322787e-1));
  y = f32x4.add(f32x4.mul(y, f), f32x4.splat(-1.6668057665e-1));
  y = f32x4.add(f32x4.mul(y, f), f32x4.splat(2.0000714765e-1));
  y = f32x4.add(f32x4.mul(y, f), f32x4.splat(-2.4999993993e-1));
  y = f32x4.add(f32x4.mul(y, f), f32x4.splat(3.3333331174e-1));
  y = f32x4.mul(f32x4.mul(y, f), z);
  y = f32x4.sub(y, f32x4.mul(e, f32x4.splat(2.12194440e-4)));
  y = f32x4.sub(y, f32x4.mul(z, f32x4.splat(0.5)));
  const result = f32x4.add(f32x4.add(f, y), f32x4.mul(e, f32x4.splat(0.693359375)));
  // x - x is 0 for a finite x and NaN otherwise: the bits of what came in broken made nonsense above.
  return f32x4.add(result, f32x4.sub(x, x));
}

/** Sine of an angle in [-pi/4, pi/4]. */
// @ts-ignore: decorator
@inline export function sinSmall(t: v128): v128 {
  const z = f32x4.mul(t, t);
  let y = f32x4.splat(-1.9515295891e-4);
  y = f32x4.add(f32x4.mul(y, z), f32x4.splat(8.3321608736e-3));
  y = f32x4.add(f32x4.mul(y, z), f32x4.splat(-1.6666654611e-1));
  return f32x4.add(f32x4.mul(f32x4.mul(y, z), t), t);
}

/** Cosine of an angle in [-pi/4, pi/4]. */
// @ts-ignore: decorator
@inline export function cosSmall(t: v128): v128 {
  const z = f32x4.mul(t, t);
  let y = f32x4.splat(2.443315711809948e-5);
  y = f32x4.add(f32x4.mul(y, z), f32x4.splat(-1.388731625493765e-3));
  y = f32x4.add(f32x4.mul(y, z), f32x4.splat(4.166664568298827e-2));
  y = f32x4.mul(f32x4.mul(y, z), z);
  return f32x4.add(f32x4.sub(y, f32x4.mul(z, f32x4.splat(0.5))), f32x4.splat(1.0));
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
