import { exp, log, log1p, sigmoid } from '../../math/elementary.ts';

/**
 * Binary cross entropy of sigmoid(a) against the target t in [0, 1]:
 *   -t ln sigmoid(a) - (1 - t) ln(1 - sigmoid(a)) = max(a, 0) - a t + ln(1 + e^-|a|),
 * the right side without overflow or cancellation. Its gradient in a is sigmoid(a) - t.
 */
export const binaryCrossEntropy = (a: number, t: number): number =>
  Math.max(a, 0) - a * t + log1p(exp(-Math.abs(a)));

/** p_k = e^(a_k - max a) / sum of the same. */
export function softmax(a: Float64Array): Float64Array {
  const largest = Math.max(...a);
  const powers = a.map((value) => exp(value - largest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

/** ln(sum_k e^a_k) - a_y, with the largest a taken out of the sum. Its gradient in a is softmax(a) - onehot(y). */
function softmaxCrossEntropy(a: Float64Array, y: number): number {
  const largest = Math.max(...a);
  const sum = a.reduce((total, value) => total + exp(value - largest), 0);
  return largest + log(sum) - a[y]!;
}

/**
 * What a prediction head makes of its logits a [P], for a row of class y: p = sigmoid(a) for P = 1, softmax(a) otherwise
 * [P], its loss, da = d loss / d a [P], and whether the predicted class (p >= 0.5, or the first of the largest) is y.
 */
export function head(a: Float64Array, y: number) {
  if (a.length === 1) {
    const p = a.map(sigmoid);
    return {
      p,
      loss: binaryCrossEntropy(a[0]!, y),
      da: p.map((value) => value - y),
      correct: (p[0]! >= 0.5 ? 1 : 0) === y,
    };
  }
  const p = softmax(a);
  return {
    p,
    loss: softmaxCrossEntropy(a, y),
    da: p.map((value, k) => value - (k === y ? 1 : 0)),
    correct: p.indexOf(Math.max(...p)) === y,
  };
}
