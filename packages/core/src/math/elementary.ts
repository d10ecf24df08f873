/**
 * exp, log and friends of our own. The language leaves the last bit of Math.exp, Math.log, Math.sin and Math.pow
 * to the runtime; these use only operations that IEEE 754 fixes (+ - * / sqrt), so that a result has the same
 * bits on any machine. Methods and coefficients: fdlibm (Sun Microsystems, 1993), errors below one ulp.
 */

const LN2_HIGH = 6.9314718036912381649e-1;
const LN2_LOW = 1.90821492927058770002e-10;
const INV_LN2 = Math.LOG2E;

const bits = new DataView(new ArrayBuffer(8));

/** x times 2^k, exact where the result is a normal number. */
function scale(x: number, k: number): number {
  if (k > 1023) return scale(x * 2 ** 1023, k - 1023);
  if (k < -1022) return k < -2000 ? 0 : scale(x * 2 ** -1022, k + 1022);
  bits.setUint32(0, (k + 1023) << 20);
  bits.setUint32(4, 0);
  return x * bits.getFloat64(0);
}

export function exp(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x > 709.782712893384) return Number.POSITIVE_INFINITY;
  if (x < -745.1332191019411) return 0;
  const k = Math.round(x * INV_LN2);
  const high = x - k * LN2_HIGH;
  const low = k * LN2_LOW;
  const r = high - low;
  const t = r * r;
  const c =
    r -
    t *
      (1.66666666666666019037e-1 +
        t *
          (-2.77777777770155933842e-3 +
            t *
              (6.61375632143793436117e-5 + t * (-1.6533902205465251539e-6 + t * 4.13813679705723846039e-8))));
  return scale(1 - (low - (r * c) / (2 - c) - high), k);
}

/** Natural logarithm. */
export function log(x: number): number {
  if (Number.isNaN(x) || x < 0) return Number.NaN;
  if (x === 0) return Number.NEGATIVE_INFINITY;
  if (x === Number.POSITIVE_INFINITY) return x;
  let k = 0;
  if (x < 2.2250738585072014e-308) {
    x *= 18014398509481984;
    k = -54;
  }
  bits.setFloat64(0, x);
  let high = bits.getUint32(0);
  k += (high >>> 20) - 1023;
  high &= 0xfffff;
  // Mantissa to [sqrt(1/2), sqrt(2)).
  const up = (high + 0x95f64) & 0x100000;
  bits.setUint32(0, high | (up ^ 0x3ff00000));
  k += up >>> 20;
  const f = bits.getFloat64(0) - 1;
  if (f === 0) return k * LN2_HIGH + k * LN2_LOW;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const odd = w * (3.999999999940941908e-1 + w * (2.222219843214978396e-1 + w * 1.531383769920937332e-1));
  const even =
    z *
    (6.66666666666673513e-1 +
      w * (2.857142874366239149e-1 + w * (1.818357216161805012e-1 + w * 1.479819860511658591e-1)));
  const half = 0.5 * f * f;
  return k * LN2_HIGH - (half - (s * (half + odd + even) + k * LN2_LOW) - f);
}

/** log(1 + x), accurate near zero (Kahan's correction). */
export function log1p(x: number): number {
  const u = 1 + x;
  if (u === 1) return x;
  if (u === Number.POSITIVE_INFINITY) return u;
  return log(u) * (x / (u - 1));
}

/** 1 / (1 + e^-x). Below zero as e^x / (1 + e^x), which keeps its digits where the value is small. */
export function sigmoid(x: number): number {
  if (x >= 0) return 1 / (1 + exp(-x));
  const power = exp(x);
  return power / (1 + power);
}

/** sin(t) for |t| <= pi/4, by its series to t^17. */
function sinSmall(t: number): number {
  const z = t * t;
  let sum = 0;
  for (let n = 17; n >= 3; n -= 2) sum = (-z / (n * (n - 1))) * (1 + sum);
  return t * (1 + sum);
}

/** cos(t) for |t| <= pi/4, by its series to t^18. */
function cosSmall(t: number): number {
  const z = t * t;
  let sum = 0;
  for (let n = 18; n >= 2; n -= 2) sum = (-z / (n * (n - 1))) * (1 + sum);
  return 1 + sum;
}

/** sin(2 pi v + quarters pi / 2) for v in [0, 1]. Working in turns needs no argument reduction by pi. */
function sinOfTurn(v: number, quarters: number): number {
  const nearest = Math.round(v * 4);
  const t = (v - nearest / 4) * 6.283185307179586;
  switch ((nearest + quarters) & 3) {
    case 0:
      return sinSmall(t);
    case 1:
      return cosSmall(t);
    case 2:
      return -sinSmall(t);
    default:
      return -cosSmall(t);
  }
}

/** sin(2 pi v) for v in [0, 1]. */
export const sinTurn = (v: number): number => sinOfTurn(v, 0);

/** cos(2 pi v) for v in [0, 1]. */
export const cosTurn = (v: number): number => sinOfTurn(v, 1);
