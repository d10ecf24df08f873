import {
  type CohortShape,
  eachLane,
  Purpose,
  type VaeCohort,
  type VaeLane,
  type VaeLosses,
  type VaeNetwork,
  vaeParts,
} from '@latentsweep/core';
import type { Device } from '../device.ts';
import { otherVae, VAE_LAYERS } from '../network/supports.ts';
import { createVaeProgram } from '../network/vae.ts';
import { own } from '../rows.ts';
import { createCohort } from './cohort.ts';
import { type LaneSettings, VaeBuffers } from './vae-buffers.ts';

/**
 * K VAEs of one shape, advanced together. The device must be in use. Throws RangeError where a lane's parameters are not
 * the network's, TypeError where that is unsupported.
 */
export function createVae(
  device: Device,
  shape: CohortShape<VaeNetwork>,
  lanes: readonly VaeLane[],
): VaeCohort {
  const { network } = shape;
  const { features, latentSize, reduction } = network;
  const why = otherVae(network);
  if (why !== null) throw new TypeError(`this engine ${why}`);
  const parts = vaeParts(network, VAE_LAYERS);
  const { outputs } = parts.head;
  const settings = lanes.map(({ parameters: _, ...rest }): LaneSettings => rest);
  const settingsOf = (some: readonly number[]) => some.map((lane) => settings[lane]!);
  const cohort = createCohort(device, shape, lanes, {
    size: parts.size,
    program: createVaeProgram(network, parts, device.math),
    sums: features + latentSize + 2,
    buffersOf: (some) => new VaeBuffers(shape, parts.encoder, settingsOf(some), device.draws),
  });
  const { parameters, setParameters, free } = cohort;

  const klOf = (means: Float64Array) => means.slice(features, features + latentSize);

  /** From means over rows, in the order of the program's sums. */
  function losses(means: Float64Array, lane: number): VaeLosses {
    const reduce = (values: Float64Array) => {
      const sum = values.reduce((total, value) => total + value, 0);
      return reduction === 'mean' ? sum / values.length : sum;
    };
    const reconstruction = reduce(means.subarray(0, features));
    const kl = reduce(klOf(means));
    const [prediction, accuracy] = means.subarray(features + latentSize) as unknown as [number, number];
    const weights = settings[lane]!.lossWeights;
    const loss = weights.reconstruction * reconstruction + weights.kl * kl + weights.prediction * prediction;
    return { loss, reconstruction, kl, prediction, accuracy };
  }

  return {
    async fit(inputs) {
      const means = await cohort.fit(inputs, Purpose.vaeShuffle, Purpose.vaeNoise);
      return means.map((mean, lane) => mean && losses(mean, lane));
    },

    async evaluate(inputs) {
      const given = eachLane(settings.length, inputs, ({ source, count, round }) =>
        cohort.firstRows(source, count, round),
      );
      const means = await cohort.means(given, Purpose.evaluateNoise, false);
      return means.map((mean, lane) => mean && { ...losses(mean, lane), klPerLatent: klOf(mean) });
    },

    async generate(inputs) {
      const made = eachLane(settings.length, inputs, (input) => {
        const { order, into, at } = input;
        const count = order.length;
        own(into, features).check(at, count);
        return {
          batches: cohort.onePass(input),
          features: new Float32Array(count * features),
          labels: new Uint8Array(count),
          probabilities: new Float32Array(count * outputs),
        };
      });
      const given = made.map((lane) => lane?.batches ?? null);
      await cohort.forward(given, Purpose.generateNoise, (stretches, { reconstruction, p }, labels) => {
        const [rows, predicted] = [reconstruction.dataSync(), p.dataSync()];
        for (const { lane, from, count, done } of stretches) {
          const to = made[lane]!;
          const end = from + count;
          to.features.set(rows.subarray(from * features, end * features), done * features);
          to.probabilities.set(predicted.subarray(from * outputs, end * outputs), done * outputs);
          to.labels.set(labels.subarray(from, end), done);
        }
      });
      // Last, so that rows that are read are not overwritten before.
      made.forEach((lane, k) => {
        if (lane) inputs[k]!.into.write(inputs[k]!.at, lane.features, lane.labels);
      });
      return made.map((lane) => lane?.probabilities ?? null);
    },

    parameters,
    setParameters,
    free,
  };
}
