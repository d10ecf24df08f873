import {
  type CohortShape,
  checkLane,
  type GenerateInput,
  Purpose,
  type VaeCohort,
  type VaeLane,
  type VaeLosses,
  type VaeNetwork,
  vaeParts,
} from '@latentsweep/core';
import { createCohort, onlyLane } from './cohort.ts';
import type { Region } from './heap.ts';
import type { Machine } from './kernels.ts';
import { vaeLayout } from './layout.ts';
import { listFirst, listRows } from './list.ts';
import { assemble, rewrite } from './program.ts';
import { ByteRows, own } from './rows.ts';
import { VAE_LAYERS } from './supports.ts';
import { planVae, VAE_TOTALS, vaeBackward, vaeForward, vaeGenerate } from './vae-program.ts';

/**
 * A VAE in the kernels' memory, as a cohort of one. Takes the region over. Throws where there is not one lane or its
 * parameters are not the network's.
 */
export function createVae(
  machine: Machine,
  region: Region,
  shape: CohortShape<VaeNetwork>,
  lanes: readonly VaeLane[],
): VaeCohort {
  const lane = onlyLane(lanes);
  const { network, batchSize } = shape;
  const { features, latentSize, reduction } = network;
  const { lossWeights, dropout } = lane;
  const parts = vaeParts(network, VAE_LAYERS);
  const layout = vaeLayout(parts);
  const cohort = createCohort(machine, region, shape, lane, layout, VAE_TOTALS.kl + 2 * latentSize);
  const { model, totals, each, parameters, free } = cohort;
  const settings = { network, parts, layout, batchSize, lossWeights, dropout, totals };
  const plan = planVae(machine, region, model, settings);
  const step = (warmth: number) => [
    ...vaeForward(plan, Purpose.vaeNoise, true),
    ...vaeBackward(plan, warmth),
    model.update,
  ];
  const training = assemble(machine, region, step(1));
  const warmUp = (round: number) => {
    const { klWarmup } = network;
    if (klWarmup > 0) rewrite(machine, training, step(Math.min(1, round / klWarmup)));
  };
  const evaluation = assemble(machine, region, vaeForward(plan, Purpose.evaluateNoise, false));

  const klOf = (sums: Float64Array) => sums.subarray(VAE_TOTALS.kl, VAE_TOTALS.kl + latentSize);

  /** Means over `count` rows of what the programs summed. */
  function losses(count: number): VaeLosses {
    const sums = cohort.readTotals();
    const mean = (sum: number, size: number) => sum / count / (reduction === 'mean' ? size : 1);
    const reconstruction = mean(sums[VAE_TOTALS.reconstruction]!, features);
    const klSum = klOf(sums).reduce((total, value) => total + value, 0);
    const kl = mean(klSum, latentSize);
    const prediction = sums[VAE_TOTALS.prediction]! / count;
    return {
      loss:
        lossWeights.reconstruction * reconstruction +
        lossWeights.kl * kl +
        lossWeights.prediction * prediction,
      reconstruction,
      kl,
      prediction,
      accuracy: sums[VAE_TOTALS.correct]! / count,
    };
  }

  function generate({ sources, order, round, step, into, at }: GenerateInput, memory: Region): Float32Array {
    const { batch, head, last, reconstruction } = plan;
    const target = own(into, features);
    if (target instanceof ByteRows) throw new TypeError('what is generated does not fit into bytes');
    const count = order.length;
    target.check(at, count);
    const list = listRows(machine, memory, sources, features, order, null);
    const { outputs } = last;
    const probabilities = memory.allocate(count * outputs * 4);
    const { rowBytes } = target;
    const place = target.address + at * rowBytes;
    // Rows that are read must not be overwritten before.
    const isSource = sources.includes(into);
    const start = isSource ? memory.allocate(count * rowBytes) : place;
    const program = assemble(machine, memory, [
      ...vaeGenerate(plan),
      ['COPY_ROW', reconstruction + features * batch.stride, batch.labels],
      ['SCATTER', reconstruction, rowBytes / 16, start],
      ['SCATTER_NARROW', head.p, outputs, probabilities],
    ]);
    cohort.run(program, list, round, false, step);
    const { buffer } = machine.heap.memory;
    if (isSource) new Uint8Array(buffer).copyWithin(place, start, start + count * rowBytes);
    return new Float32Array(buffer, probabilities, count * outputs).slice();
  }

  return {
    fit: (inputs) =>
      each(inputs, (input, memory) =>
        losses(cohort.train(input, memory, training, Purpose.vaeShuffle, warmUp)),
      ),

    evaluate: (inputs) =>
      each(inputs, ({ source, count, round }, memory) => {
        cohort.run(evaluation, listFirst(machine, memory, source, features, count), round);
        const klPerLatent = klOf(cohort.readTotals()).slice();
        return { ...losses(count), klPerLatent: klPerLatent.map((sum) => sum / count) };
      }),

    generate: (inputs) => each(inputs, generate),
    parameters,

    setParameters(lane, values) {
      checkLane(lane, 1);
      model.parameters = values;
    },

    free,
  };
}
