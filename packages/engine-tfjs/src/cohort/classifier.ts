import {
  type ClassifierCohort,
  type ClassifierLane,
  type ClassifierNetwork,
  type CohortShape,
  classifierParts,
  eachLane,
  Purpose,
} from '@latentsweep/core';
import type { Device } from '../device.ts';
import { createClassifierProgram } from '../network/classifier.ts';
import { CLASSIFIER_LAYERS } from '../network/supports.ts';
import { ClassifierBuffers } from './classifier-buffers.ts';
import { createCohort } from './cohort.ts';

/** A classifier draws none but for dropout. */
const NO_NOISE = 0;

/**
 * K classifiers of one shape, advanced together. The device must be in use. Throws RangeError where a lane's parameters
 * are not the network's, TypeError for layers of other kinds.
 */
export function createClassifier(
  device: Device,
  shape: CohortShape<ClassifierNetwork>,
  lanes: readonly ClassifierLane[],
): ClassifierCohort {
  const { network } = shape;
  const parts = classifierParts(network, CLASSIFIER_LAYERS);
  const { outputs } = parts.head;
  const laneCount = lanes.length;
  const seeds = lanes.map(({ seed }) => seed);
  const cohort = createCohort(device, shape, lanes, {
    size: parts.size,
    program: createClassifierProgram(parts, device.math),
    sums: 2,
    buffersOf: (some) =>
      new ClassifierBuffers(
        some.map((lane) => seeds[lane]!),
        shape,
        parts.hidden,
        device.draws,
      ),
  });
  const { parameters, setParameters, free } = cohort;
  return {
    async fit(inputs) {
      const means = await cohort.fit(inputs, Purpose.classifierShuffle, NO_NOISE);
      return means.map((mean) => mean && { loss: mean[0]!, accuracy: mean[1]! });
    },

    async predict(inputs) {
      const given = eachLane(laneCount, inputs, ({ source, count }) => cohort.firstRows(source, count, 0));
      const made = given.map((batches) => batches && new Float32Array(batches.rows * outputs));
      await cohort.forward(given, NO_NOISE, (stretches, { p }) => {
        const values = p.dataSync();
        for (const { lane, from, count, done } of stretches)
          made[lane]!.set(values.subarray(from * outputs, (from + count) * outputs), done * outputs);
      });
      return made;
    },

    parameters,
    setParameters,
    free,
  };
}
