/** A trained classifier as plain data, and what it predicts. */

import { type BoostedTreesModel, boostedTreesOf } from '../classifier/boosting/model.ts';
import { type LinearModel, linearClassifier } from '../classifier/linear/model.ts';
import { forward as through } from '../engine/reference/layer/kinds.ts';
import { exp, sigmoid } from '../math/elementary.ts';
import { hasRelu } from '../model/layer/kinds.ts';
import type { ClassifierNetwork } from '../model/network.ts';
import { headOutputs } from '../model/network.ts';
import { classifierParts } from '../model/parts.ts';
import { shiftProbabilities } from '../trial/prior-shift.ts';
import { type TrainedLayer, trainedLayer } from './layer.ts';

export type TrainedClassifier =
  /** The shift of its arm is in the biases of its outputs. */
  | { readonly kind: 'network'; readonly network: ClassifierNetwork; readonly parameters: Float32Array }
  /** `shift`: added to each class's score when predicting; null in arms that add none. [K] */
  | { readonly kind: 'linear'; readonly model: LinearModel; readonly shift: readonly number[] | null }
  | { readonly kind: 'trees'; readonly model: BoostedTreesModel; readonly shift: readonly number[] | null };

const FIT = { converged: true, iterations: 0, gradientNorm: null };

/**
 * Probabilities of all classes, [count, classes], of features [count, D] row-major. What is fitted in one go predicts the bits
 * that its trial did; a network is computed in doubles, which an engine's single precision is near to.
 */
export function predictClasses(
  classifier: TrainedClassifier,
  features: Float32Array,
  count: number,
): Float32Array {
  const outputs = outputsOf(classifier, features, count);
  if (classesOf(classifier) > 2) return outputs;
  return Float32Array.from({ length: 2 * count }, (_, i) =>
    i % 2 === 1 ? outputs[i >> 1]! : 1 - outputs[i >> 1]!,
  );
}

export const classesOf = (classifier: TrainedClassifier): number =>
  classifier.kind === 'network' ? classifier.network.classes : classifier.model.classes;

/** [count, P] */
function outputsOf(classifier: TrainedClassifier, features: Float32Array, count: number): Float32Array {
  if (classifier.kind === 'network') return forward(classifier, features, count);
  const fitted =
    classifier.kind === 'linear'
      ? linearClassifier(classifier.model, FIT)
      : boostedTreesOf(classifier.model, FIT);
  const predicted = fitted.predict(features, count);
  return classifier.shift ? shiftProbabilities(predicted, classifier.shift) : predicted;
}

type TrainedNetwork = Extract<TrainedClassifier, { kind: 'network' }>;

/** h = relu(x W + b) layer by layer, then a sigmoid or a softmax. */
function forward(
  { network, parameters }: TrainedNetwork,
  features: Float32Array,
  count: number,
): Float32Array {
  const { hidden, head } = classifierParts(network);
  const w = Float64Array.from(parameters);
  const outputs = headOutputs(network.classes);
  const out = new Float32Array(count * outputs);
  for (let row = 0; row < count; row++) {
    let values: Float64Array = Float64Array.from(
      features.subarray(row * network.features, (row + 1) * network.features),
    );
    for (const layer of hidden) {
      const next =
        layer.kind === 'dense' ? dense(trainedLayer(layer, parameters), values) : through(layer, w, values);
      values = hasRelu(layer) ? next.map((value) => Math.max(0, value)) : next;
    }
    values = dense(trainedLayer(head, parameters), values);
    out.set(outputs === 1 ? [sigmoid(values[0]!)] : softmax(values), row * outputs);
  }
  return out;
}

function dense({ inputs, units, weights, biases }: TrainedLayer, values: Float64Array): Float64Array {
  const next = Float64Array.from(biases);
  for (let i = 0; i < inputs; i++) {
    for (let j = 0; j < units; j++) next[j]! += values[i]! * weights[i * units + j]!;
  }
  return next;
}

function softmax(scores: Float64Array): Float64Array {
  const most = Math.max(...scores);
  const powers = scores.map((score) => exp(score - most));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}
