import {
  type CohortShape,
  eachLane,
  type GenerateInput,
  headOutputs,
  Purpose,
  type VaeCohort,
  type VaeEvaluation,
  type VaeLane,
  type VaeLosses,
  type VaeNetwork,
  vaeParts,
} from '@latentsweep/core';
import { dropScale, dropThreshold } from './chain.ts';
import { Cohort, type Factors, type Task } from './cohort.ts';
import type { Kernels } from './kernels.ts';
import { vaeLayout } from './layout.ts';
import { listFirst, listRows } from './list.ts';
import { own, type RowMemory } from './rows.ts';
import { refuse, VAE_LAYERS } from './supports.ts';
import { vaePrograms } from './vae-program.ts';

export function createVae(
  kernels: Kernels,
  rows: RowMemory,
  { network, batchSize, optimizer }: CohortShape<VaeNetwork>,
  lanes: readonly VaeLane[],
): VaeCohort {
  refuse(network);
  const { features, latentSize, reduction, klWarmup } = network;
  const parts = vaeParts(network, VAE_LAYERS);
  const layout = vaeLayout(parts);
  const dropout = lanes.some((lane) => lane.dropout > 0);
  const plan = vaePrograms({ network, parts, layout, batchSize, optimizer, dropout });
  const { tiles, programs, quantities, reconstructions, kept, width } = plan;
  const cohort = new Cohort(kernels, rows, { layout, tiles, programs, batchSize, optimizer, lanes });
  const outputs = headOutputs(network.classes);
  const per = (weight: number, size: number) => (reduction === 'mean' ? weight / size : weight);

  const factorsOf =
    ({ lossWeights, dropout: rate }: VaeLane) =>
    (round: number): Factors => ({
      reconstruction: per(lossWeights.reconstruction, features),
      kl: per((klWarmup > 0 ? Math.min(1, round / klWarmup) : 1) * lossWeights.kl, latentSize),
      prediction: lossWeights.prediction,
      threshold: dropThreshold(rate),
      scale: dropScale(rate),
    });

  /** Means over `count` rows of what each batch left. */
  function losses({ lossWeights }: VaeLane, values: Float32Array, count: number): VaeEvaluation {
    let [reconstructionSum, predictionSum, correct] = [0, 0, 0];
    const kls = new Float64Array(latentSize);
    for (let at = 0; at < values.length; at += quantities) {
      for (let k = 0; k < reconstructions; k++) reconstructionSum += values[at + k]!;
      predictionSum += values[at + reconstructions]!;
      correct += values[at + reconstructions + 1]!;
      for (let j = 0; j < latentSize; j++) kls[j]! += 0.5 * values[at + reconstructions + 2 + j]!;
    }
    const mean = (sum: number, size: number) => sum / count / (reduction === 'mean' ? size : 1);
    const reconstruction = mean(reconstructionSum, features);
    const kl = mean(
      kls.reduce((total, value) => total + value, 0),
      latentSize,
    );
    const prediction = predictionSum / count;
    return {
      loss:
        lossWeights.reconstruction * reconstruction +
        lossWeights.kl * kl +
        lossWeights.prediction * prediction,
      ...{ reconstruction, kl, prediction },
      accuracy: correct / count,
      klPerLatent: kls.map((sum) => sum / count),
    };
  }

  /** The tasks of a call, by lane, and room for what comes back. */
  function tasksOf<Input, Output>(
    inputs: readonly (Input | null)[],
    taskOf: (input: Input, lane: number) => Omit<Task, 'lane' | 'factors'>,
  ) {
    const results: (Output | null)[] = inputs.map(() => null);
    const tasks = eachLane(
      lanes.length,
      inputs,
      (input, lane): Task => ({
        ...{ lane, factors: factorsOf(lanes[lane]!) },
        ...taskOf(input, lane),
      }),
    );
    return { results, tasks: tasks.filter((task) => task !== null) };
  }

  async function generate(inputs: readonly (GenerateInput | null)[]): Promise<(Float32Array | null)[]> {
    const { results, tasks } = tasksOf<GenerateInput, Float32Array>(inputs, (input) => {
      const { sources, order, round, step, into, at } = input;
      own(into, features).check(at, order.length);
      return { list: listRows(sources, features, order, null), round, step, passes: null };
    });
    const leaves = { row: outputs, rowsOut: width, measured: false };
    await cohort.run('generate', tasks, leaves, (task, { values, rowsAt }) => {
      const { into, at } = inputs[task.lane]!;
      results[task.lane] = values.slice();
      rows.copyIn(kernels.out.of(0), rowsAt, own(into, features), at, task.list.count);
    });
    return results;
  }

  return {
    async fit(inputs) {
      const { results, tasks } = tasksOf<NonNullable<(typeof inputs)[number]>, VaeLosses>(
        inputs,
        (input) => ({
          list: listRows(input.sources, features, input.order, input.weights),
          round: input.round,
          passes: { count: input.passes, purpose: Purpose.vaeShuffle },
        }),
      );
      await cohort.run(
        'train',
        tasks,
        { batch: quantities, kept, measured: true },
        ({ lane, list, passes }, { values }) => {
          const { klPerLatent: _, ...told } = losses(
            lanes[lane]!,
            values,
            passes!.count > 0 ? list.count : 0,
          );
          results[lane] = told;
        },
      );
      return results;
    },

    async evaluate(inputs) {
      const { results, tasks } = tasksOf<NonNullable<(typeof inputs)[number]>, VaeEvaluation>(
        inputs,
        ({ source, count, round }) => ({ list: listFirst(source, features, count), round, passes: null }),
      );
      await cohort.run(
        'evaluate',
        tasks,
        { batch: quantities, measured: true },
        ({ lane, list }, { values }) => {
          results[lane] = losses(lanes[lane]!, values, list.count);
        },
      );
      return results;
    },

    generate,
    parameters: (lane) => cohort.parameters(lane),
    setParameters: (lane, values) => cohort.setParameters(lane, values),
    free: () => cohort.free(),
  };
}
