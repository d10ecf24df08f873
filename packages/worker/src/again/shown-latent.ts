import {
  type Dataset,
  latentSpace,
  principalComponents,
  productsOf,
  projected,
  type TrainedGenerator,
  takeLabels,
  takeRows,
  vaeParts,
} from '@latentsweep/core';
import type { ShownLatent } from './task.ts';

/** What is kept must not grow with the rows or the classes, nor looking at them take longer than training. */
const MOST = { classes: 12, rows: 600, products: 2e9 };

/**
 * Where a VAE puts training rows: the means of their posteriors, of about as many rows of each class that it was fitted
 * on. `kept`: the training rows that the cut left, by class.
 */
export function shownLatent(
  { features, train }: Pick<Dataset, 'features' | 'train'>,
  kept: readonly Uint32Array[],
  generator: TrainedGenerator,
): ShownLatent {
  const { network, fittedOn } = generator;
  const classes = fittedOn.slice(0, MOST.classes);
  const rows = Math.min(MOST.rows, MOST.products / productsOf(vaeParts(network).encoder));
  const ofClass = Math.max(1, Math.floor(rows / classes.length));
  const chosen = Uint32Array.from(classes.flatMap((k) => [...kept[k]!.subarray(0, ofClass)]));
  const values = takeRows(train, features, chosen);
  const labels = takeLabels(train.labels, chosen);
  const { encode } = latentSpace(generator);
  const means = new Float32Array(chosen.length * network.latentSize);
  labels.forEach((label, i) => {
    means.set(encode(values.subarray(i * features, (i + 1) * features), label), i * network.latentSize);
  });
  const components = principalComponents(means, network.latentSize);
  return {
    coordinates: network.latentSize,
    explained: components.explained,
    places: Float32Array.from(projected(components, means).flat()),
    labels,
    of: fittedOn.reduce((sum, k) => sum + kept[k]!.length, 0),
  };
}
