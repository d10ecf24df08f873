import {
  type ClassifierCohort,
  type ClassifierLane,
  type ClassifierNetwork,
  type CohortShape,
  checkLane,
  classifierParts,
  Purpose,
} from '@latentsweep/core';
import { createClassifierPrograms } from './classifier-program.ts';
import { createCohort, onlyLane } from './cohort.ts';
import type { Region } from './heap.ts';
import type { Machine } from './kernels.ts';
import { classifierLayout } from './layout.ts';
import { listFirst } from './list.ts';
import { assemble } from './program.ts';
import { CLASSIFIER_LAYERS } from './supports.ts';

/**
 * A classifier in the kernels' memory, as a cohort of one. Takes the region over. Throws where there is not one lane or
 * its parameters are not the network's.
 */
export function createClassifier(
  machine: Machine,
  region: Region,
  shape: CohortShape<ClassifierNetwork>,
  lanes: readonly ClassifierLane[],
): ClassifierCohort {
  const { network, batchSize } = shape;
  const { features } = network;
  const layout = classifierLayout(classifierParts(network, CLASSIFIER_LAYERS));
  const { outputs } = layout.head;
  const cohort = createCohort(machine, region, shape, onlyLane(lanes), layout, 2);
  const { model, totals, each, parameters, free } = cohort;
  const programs = createClassifierPrograms(machine, region, model, layout, features, batchSize, totals);
  const training = assemble(machine, region, [...programs.train, model.update]);
  return {
    fit: (inputs) =>
      each(inputs, (input, memory) => {
        const rows = cohort.train(input, memory, training, Purpose.classifierShuffle);
        const [loss, correct] = cohort.readTotals();
        return { loss: loss! / rows, accuracy: correct! / rows };
      }),

    predict: (inputs) =>
      each(inputs, ({ source, count }, memory) => {
        const list = listFirst(machine, memory, source, features, count);
        const out = memory.allocate(count * outputs * 4);
        cohort.run(assemble(machine, memory, programs.predict(out)), list, 0, false);
        return new Float32Array(machine.heap.memory.buffer, out, count * outputs).slice();
      }),

    setParameters(lane, values) {
      checkLane(lane, 1);
      model.parameters = values;
    },

    parameters,
    free,
  };
}
