import { InputError } from '../error.ts';
import { exp, sigmoid } from '../math/elementary.ts';
import { Purpose, type Seed, Stream } from '../random/stream.ts';
import type { Dataset, SimulatedSpec, Split } from './dataset.ts';

/** The deck's coefficients: y ~ Bernoulli(sigmoid(x . beta)). */
export const DECK_COEFFICIENTS = [1, 1.5, 2, 2.5, 0, -1, -1.5, -2, -2.5, 0] as const;

/**
 * Draws the three splits of one replicate, each from a stream of its own.
 * Throws InputError `class_without_rows` where no training row is of some class.
 */
export function drawSimulated(spec: SimulatedSpec, seed: Seed): Dataset {
  const classes = spec.coefficients.length === 1 ? 2 : spec.coefficients.length;
  const train = drawRows(spec, spec.train, new Stream(seed, Purpose.data, 0));
  refuseEmptyClass(train, classes);
  return {
    features: spec.coefficients[0]!.length,
    classes,
    classNames: Array.from({ length: classes }, (_, k) => String(k)),
    majority: 0,
    balance: 'original',
    train,
    validation: drawRows(spec, spec.validation, new Stream(seed, Purpose.data, 1)),
    test: drawRows(spec, spec.test, new Stream(seed, Purpose.data, 2)),
  };
}

function refuseEmptyClass({ labels, count }: Split, classes: number): void {
  const seen = new Set(labels);
  for (let k = 0; k < classes; k++) {
    if (seen.has(k)) continue;
    throw new InputError(
      'class_without_rows',
      `Class ${k} has none of the ${count} training rows of this replicate.`,
      'Raise `dataset.train`, or the class’s share in `dataset.prior`.',
    );
  }
}

/** One word a feature (24 bits fill an f32), then one for the label: a row's bits do not depend on other rows. */
function drawRows(spec: SimulatedSpec, count: number, stream: Stream): Split {
  const width = spec.coefficients[0]!.length;
  const scores = new Float64Array(spec.coefficients.length);
  const features = new Float32Array(count * width);
  const labels = new Uint8Array(count);
  for (let row = 0; row < count; row++) {
    const at = row * width;
    for (let d = 0; d < width; d++) features[at + d] = (stream.word() >>> 8) / 16777216;
    fillScores(scores, spec, features, at);
    labels[row] = drawLabel(scores, stream.word() / 4294967296);
  }
  return { features, labels, count };
}

/** The linear predictors of the row that begins at `at`. */
function fillScores(scores: Float64Array, spec: SimulatedSpec, features: Float32Array, at: number): void {
  for (let k = 0; k < scores.length; k++) {
    const beta = spec.coefficients[k]!;
    let score = spec.intercepts[k]!;
    for (let d = 0; d < beta.length; d++) score += beta[d]! * features[at + d]!;
    scores[k] = score;
  }
}

/** The class whose share of [0, 1) holds `u`. */
function drawLabel(scores: Float64Array, u: number): number {
  if (scores.length === 1) return u < sigmoid(scores[0]!) ? 1 : 0;
  const top = Math.max(...scores);
  const shares = scores.map((score) => exp(score - top));
  let left = u * shares.reduce((sum, share) => sum + share, 0);
  for (let k = 0; k < shares.length - 1; k++) {
    left -= shares[k]!;
    if (left < 0) return k;
  }
  return shares.length - 1;
}
