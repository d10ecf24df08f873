import {
  type CohortShape,
  type EvaluateInput,
  type FitInput,
  type GenerateInput,
  Purpose,
  type VaeCohort,
  type VaeEvaluation,
  type VaeLane,
  type VaeLosses,
  type VaeNetwork,
  vaeParts,
} from '@latentsweep/core';
import { checkLane, forLane, onlyLane } from './cohort.ts';
import type { Region } from './heap.ts';
import type { Machine } from './kernels.ts';
import { vaeLayout } from './layout.ts';
import { listFirst, listRows, type RowList, run } from './list.ts';
import { Model } from './model.ts';
import { assemble, type Program } from './program.ts';
import { own } from './rows.ts';
import { LAYERS } from './supports.ts';
import { planVae, VAE_TOTALS, type VaePlan, vaeBackward, vaeForward } from './vae-program.ts';

/** A VAE in the kernels' memory, as a cohort of one. */
export class SimdVae implements VaeCohort {
  readonly #machine: Machine;
  readonly #region: Region;
  readonly #shape: CohortShape<VaeNetwork>;
  readonly #lane: VaeLane;
  readonly #model: Model;
  readonly #totals: number;
  readonly #plan: VaePlan;
  readonly #training: Program;
  readonly #evaluation: Program;

  /** Takes the region over. Throws where there is not one lane or its parameters are not the network's. */
  constructor(machine: Machine, region: Region, shape: CohortShape<VaeNetwork>, lanes: readonly VaeLane[]) {
    const lane = onlyLane(lanes);
    this.#machine = machine;
    this.#region = region;
    this.#shape = shape;
    this.#lane = lane;
    const parts = vaeParts(shape.network, LAYERS);
    const layout = vaeLayout(parts);
    this.#model = new Model(machine, region, layout, shape.optimizer, lane.learningRate);
    this.#model.parameters = lane.parameters;
    this.#totals = region.allocate(8 * (VAE_TOTALS.kl + shape.network.latentSize));
    const { lossWeights, dropout } = lane;
    this.#plan = planVae(region, this.#model, {
      network: shape.network,
      parts,
      layout,
      batchSize: shape.batchSize,
      lossWeights,
      dropout,
      totals: this.#totals,
    });
    this.#training = assemble(machine, region, [
      ...vaeForward(this.#plan, Purpose.vaeNoise, true),
      ...vaeBackward(this.#plan),
      this.#model.update,
    ]);
    this.#evaluation = assemble(machine, region, vaeForward(this.#plan, Purpose.evaluateNoise, false));
  }

  fit(inputs: readonly (FitInput | null)[]): (VaeLosses | null)[] {
    return forLane(inputs, (input) => this.#machine.heap.within((region) => this.#fit(region, input)));
  }

  evaluate(inputs: readonly (EvaluateInput | null)[]): (VaeEvaluation | null)[] {
    return forLane(inputs, ({ source, count, round }) =>
      this.#machine.heap.within((region) => {
        this.#clearTotals();
        const list = listFirst(this.#machine, region, own(source, this.#shape.network.features), count);
        this.#run(this.#evaluation, list, round);
        const kl = this.#sums().subarray(VAE_TOTALS.kl);
        return { ...this.#losses(count), klPerLatent: kl.map((sum) => sum / count) };
      }),
    );
  }

  generate(inputs: readonly (GenerateInput | null)[]): (Float32Array | null)[] {
    return forLane(inputs, (input) => this.#machine.heap.within((region) => this.#generate(region, input)));
  }

  parameters(lane: number): Float32Array {
    checkLane(lane);
    return this.#model.parameters;
  }

  free(): void {
    this.#region.free();
  }

  #fit(region: Region, { sources, order, weights, passes, round }: FitInput): VaeLosses {
    const list = listRows(this.#machine, region, sources, this.#shape.network.features, order, weights);
    const [seed0, seed1] = this.#lane.seed;
    this.#clearTotals();
    for (let pass = round; pass < round + passes; pass++) {
      this.#machine.kernels.shuffle(
        list.address,
        list.weights,
        list.count,
        seed0,
        seed1,
        Purpose.vaeShuffle,
        pass,
      );
      this.#clearTotals();
      this.#run(this.#training, list, pass);
    }
    return this.#losses(passes > 0 ? list.count : 0);
  }

  #generate(region: Region, { sources, order, round, into, at }: GenerateInput): Float32Array {
    const machine = this.#machine;
    const { batch, head, last, reconstruction } = this.#plan;
    const { features } = this.#shape.network;
    const target = own(into, features);
    const count = order.length;
    if (at < 0 || at + count > target.capacity) {
      throw new RangeError(`rows ${at} to ${at + count} of ${target.capacity}`);
    }
    const list = listRows(machine, region, sources, features, order, null);
    const { outputs } = last;
    const probabilities = region.allocate(count * outputs * 4);
    const { rowBytes } = target;
    const place = target.address + at * rowBytes;
    // Rows that are read must not be overwritten before.
    const isSource = sources.includes(into);
    const start = isSource ? region.allocate(count * rowBytes) : place;
    const program = assemble(machine, region, [
      ...vaeForward(this.#plan, Purpose.generateNoise, false),
      ['COPY_ROW', reconstruction + features * batch.stride, batch.labels],
      ['SCATTER', reconstruction, rowBytes / 16, start],
      ['SCATTER_NARROW', head.p, outputs, probabilities],
    ]);
    this.#run(program, list, round);
    const { buffer } = machine.heap.memory;
    if (isSource) new Uint8Array(buffer).copyWithin(place, start, start + count * rowBytes);
    return new Float32Array(buffer, probabilities, count * outputs).slice();
  }

  #run(program: Program, list: RowList, round: number): void {
    run(this.#machine, program, list, {
      batchSize: this.#shape.batchSize,
      stride: this.#plan.batch.stride,
      seed: this.#lane.seed,
      round,
      measured: true,
    });
  }

  #sums(): Float64Array<ArrayBuffer> {
    const length = VAE_TOTALS.kl + this.#shape.network.latentSize;
    return new Float64Array(this.#machine.heap.memory.buffer, this.#totals, length).slice();
  }

  #clearTotals(): void {
    const length = VAE_TOTALS.kl + this.#shape.network.latentSize;
    new Float64Array(this.#machine.heap.memory.buffer, this.#totals, length).fill(0);
  }

  #losses(count: number): VaeLosses {
    const { features, latentSize, reduction } = this.#shape.network;
    const weights = this.#lane.lossWeights;
    const sums = this.#sums();
    const mean = (sum: number, size: number) => sum / count / (reduction === 'mean' ? size : 1);
    const reconstruction = mean(sums[VAE_TOTALS.reconstruction]!, features);
    const kl = mean(
      sums.subarray(VAE_TOTALS.kl).reduce((total, value) => total + value, 0),
      latentSize,
    );
    const prediction = sums[VAE_TOTALS.prediction]! / count;
    return {
      loss: weights.reconstruction * reconstruction + weights.kl * kl + weights.prediction * prediction,
      reconstruction,
      kl,
      prediction,
      accuracy: sums[VAE_TOTALS.correct]! / count,
    };
  }
}
