import {
  type ClassifierCohort,
  type ClassifierLane,
  type ClassifierLosses,
  type ClassifierNetwork,
  type CohortShape,
  classifierParts,
  eachLane,
  headOutputs,
  Purpose,
} from '@latentsweep/core';
import { classifierPrograms } from './classifier-program.ts';
import { Cohort, type Factors } from './cohort.ts';
import type { Kernels } from './kernels.ts';
import { classifierLayout } from './layout.ts';
import { listFirst, listRows } from './list.ts';
import type { RowMemory } from './rows.ts';
import { CLASSIFIER_LAYERS, refuse } from './supports.ts';

const FACTORS: Factors = { reconstruction: 0, kl: 0, prediction: 1, threshold: 0, scale: 1 };
const factors = () => FACTORS;

export function createClassifier(
  kernels: Kernels,
  rows: RowMemory,
  { network, batchSize, optimizer }: CohortShape<ClassifierNetwork>,
  lanes: readonly ClassifierLane[],
): ClassifierCohort {
  refuse(network);
  const { features } = network;
  const parts = classifierParts(network, CLASSIFIER_LAYERS);
  const layout = classifierLayout(parts);
  const { tiles, programs, quantities } = classifierPrograms({
    features,
    parts,
    layout,
    batchSize,
    optimizer,
  });
  const cohort = new Cohort(kernels, rows, { layout, tiles, programs, batchSize, optimizer, lanes });
  const outputs = headOutputs(network.classes);

  return {
    async fit(inputs) {
      const results: (ClassifierLosses | null)[] = inputs.map(() => null);
      const tasks = eachLane(lanes.length, inputs, (input, lane) => ({
        list: listRows(input.sources, features, input.order, input.weights),
        passes: { count: input.passes, purpose: Purpose.classifierShuffle },
        ...{ lane, factors, round: input.round },
      })).filter((task) => task !== null);
      await cohort.run(
        'train',
        tasks,
        { batch: quantities, measured: true },
        ({ lane, list, passes }, { values }) => {
          let [loss, correct] = [0, 0];
          for (let at = 0; at < values.length; at += quantities) {
            loss += values[at]!;
            correct += values[at + 1]!;
          }
          const count = passes!.count > 0 ? list.count : 0;
          results[lane] = { loss: loss / count, accuracy: correct / count };
        },
      );
      return results;
    },

    async predict(inputs) {
      const results: (Float32Array | null)[] = inputs.map(() => null);
      const tasks = eachLane(lanes.length, inputs, ({ source, count }, lane) => ({
        ...{ lane, factors, round: 0, passes: null, list: listFirst(source, features, count) },
      })).filter((task) => task !== null);
      await cohort.run('predict', tasks, { row: outputs, measured: false }, ({ lane }, { values }) => {
        results[lane] = values.slice();
      });
      return results;
    },

    parameters: (lane) => cohort.parameters(lane),
    setParameters: (lane, values) => cohort.setParameters(lane, values),
    free: () => cohort.free(),
  };
}
