import { log } from '../math/elementary.ts';

/** Above it the series of Stirling's kind are right to about 1 part in 10^13. */
const FAR = 10;

/** The derivative of log Gamma, x > 0: by psi(x) = psi(x + 1) - 1/x and Abramowitz and Stegun's 6.3.18. */
export function digamma(x: number): number {
  let [value, at] = [0, x];
  for (; at < FAR; at += 1) value -= 1 / at;
  const s = 1 / (at * at);
  return (
    value + log(at) - 0.5 / at - s * (1 / 12 - s * (1 / 120 - s * (1 / 252 - s * (1 / 240 - s * (1 / 132)))))
  );
}

/** The derivative of `digamma`, x > 0: Abramowitz and Stegun's 6.4.12. It is the variance of the log of a gamma variate. */
export function trigamma(x: number): number {
  let [value, at] = [0, x];
  for (; at < FAR; at += 1) value += 1 / (at * at);
  const s = 1 / (at * at);
  return (
    value +
    1 / at +
    s * (0.5 + (1 / at) * (1 / 6 - s * (1 / 30 - s * (1 / 42 - s * (1 / 30 - s * (5 / 66))))))
  );
}

/** x with trigamma(x) = y, y > 0: halving, since 1/x < trigamma(x) < 1/x + 1/x². */
export function inverseTrigamma(y: number): number {
  let [low, high] = [1 / y, (1 + Math.sqrt(1 + 4 * y)) / (2 * y)];
  for (let step = 0; step < HALVINGS; step++) {
    const middle = (low + high) / 2;
    if (trigamma(middle) > y) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

const HALVINGS = 60;
