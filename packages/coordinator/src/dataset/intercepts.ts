import { deriveSeed, exp, log, Purpose, Stream, sigmoid } from '@latentsweep/core';

/** Pairs (x, 1 - x): the linear part of the score has no sampling error. */
const PAIRS = 8192;
/** On the log-odds: at most 0.000003 of a share. */
const TOLERANCE = 1e-5;

/**
 * Intercepts that give the classes the wanted shares, up to the error of a fixed sample of 16,384 rows
 * (about 0.001 for the default coefficients).
 *
 * The mean probability of a class grows with its own intercept, so each is found by bisection while the others
 * stay, over and over until all shares hold. `coefficients` [1, D] (two classes, a sigmoid) or [K, D] (a softmax);
 * `prior` [K], positive, sums to 1. As long as `coefficients`.
 */
export function solveIntercepts(
  coefficients: readonly (readonly number[])[],
  prior: readonly number[],
): number[] {
  const scores = sampleScores(coefficients);
  const wanted = coefficients.length === 1 ? [prior[1]!] : prior;
  const intercepts = coefficients.map(() => 0);
  for (let cycle = 0; cycle < 200; cycle++) {
    let change = 0;
    for (let k = 0; k < intercepts.length; k++) {
      const before = intercepts[k]!;
      const odds = scores[k]!.map((score, row) => score - othersScore(scores, intercepts, k, row));
      intercepts[k] = bisect((intercept) => meanSigmoid(odds, intercept) - wanted[k]!);
      change = Math.max(change, Math.abs(intercepts[k]! - before));
    }
    if (change < TOLERANCE || intercepts.length === 1) break;
  }
  // Only differences count in a softmax: the first is 0.
  return intercepts.length === 1 ? intercepts : intercepts.map((intercept) => intercept - intercepts[0]!);
}

/** x . beta of each row of coefficients over the sample. [K][rows] */
function sampleScores(coefficients: readonly (readonly number[])[]): Float64Array[] {
  const width = coefficients[0]!.length;
  const stream = new Stream(deriveSeed(0, 'prior'), Purpose.data);
  const scores = coefficients.map(() => new Float64Array(2 * PAIRS));
  for (let pair = 0; pair < PAIRS; pair++) {
    for (let d = 0; d < width; d++) {
      const x = stream.uniform();
      coefficients.forEach((row, k) => {
        scores[k]![2 * pair]! += row[d]! * x;
        scores[k]![2 * pair + 1]! += row[d]! * (1 - x);
      });
    }
  }
  return scores;
}

/** log sum over the other classes of exp(score + intercept); 0 where there is only one row of coefficients. */
function othersScore(
  scores: readonly Float64Array[],
  intercepts: readonly number[],
  k: number,
  row: number,
): number {
  if (scores.length === 1) return 0;
  let top = Number.NEGATIVE_INFINITY;
  for (let j = 0; j < scores.length; j++) if (j !== k) top = Math.max(top, scores[j]![row]! + intercepts[j]!);
  let sum = 0;
  for (let j = 0; j < scores.length; j++) if (j !== k) sum += exp(scores[j]![row]! + intercepts[j]! - top);
  return top + log(sum);
}

function meanSigmoid(odds: Float64Array, intercept: number): number {
  let sum = 0;
  for (const o of odds) sum += sigmoid(o + intercept);
  return sum / odds.length;
}

/** The root of an increasing function, within the bracket that doubles until it holds it. */
function bisect(f: (x: number) => number): number {
  let high = 1;
  while (f(high) < 0 && high < 1e9) high *= 2;
  let low = -1;
  while (f(low) > 0 && low > -1e9) low *= 2;
  while (high - low > (TOLERANCE / 10) * Math.max(1, Math.abs(low))) {
    const middle = (low + high) / 2;
    if (f(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
