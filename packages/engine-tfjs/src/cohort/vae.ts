import {
  type CohortShape,
  type Dense,
  type EvaluateInput,
  type FitInput,
  type GenerateInput,
  headOutputs,
  Purpose,
  type VaeCohort,
  type VaeEvaluation,
  type VaeLane,
  type VaeLosses,
  type VaeNetwork,
  type VaeParts,
  vaeParts,
} from '@latentsweep/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Device } from '../device.ts';
import { LAYERS, unsupportedHere } from '../network/supports.ts';
import { createVaeProgram, type VaeActivations, type VaeInputs, type VaeProgram } from '../network/vae.ts';
import { own } from '../rows.ts';
import { type Batch, firstRows, fitBatches, type LaneBatches, orderedBatches } from './batches.ts';
import { drive, eachInput, measuredLanes, type Stepper } from './drive.ts';
import { Totals } from './totals.ts';
import { Trainer } from './trainer.ts';
import { VaeBuffers } from './vae-buffers.ts';

/** K VAEs of one shape, advanced together. */
export class TfjsVae implements VaeCohort {
  readonly #device: Device;
  readonly #shape: CohortShape<VaeNetwork>;
  readonly #lanes: readonly Omit<VaeLane, 'parameters'>[];
  readonly #parts: VaeParts<Dense>;
  readonly #trainer: Trainer;
  readonly #program: VaeProgram;

  /** The device must be in use. Throws RangeError where a lane's parameters are not the network's, TypeError where it is unsupported. */
  constructor(device: Device, shape: CohortShape<VaeNetwork>, lanes: readonly VaeLane[]) {
    const why = unsupportedHere(shape.network);
    if (why !== null) throw new TypeError(`this engine ${why}`);
    this.#device = device;
    this.#shape = shape;
    this.#lanes = lanes.map(({ seed, lossWeights, dropout, learningRate }) => ({
      seed,
      lossWeights,
      dropout,
      learningRate,
    }));
    this.#parts = vaeParts(shape.network, LAYERS);
    this.#trainer = new Trainer(device, shape.optimizer, this.#parts.size, lanes);
    this.#program = createVaeProgram(shape.network, this.#parts, device.math);
  }

  async fit(inputs: readonly (FitInput | null)[]): Promise<(VaeLosses | null)[]> {
    const { network, batchSize } = this.#shape;
    const given = eachInput(this.#lanes.length, inputs, (input, lane) =>
      fitBatches(input, network.features, batchSize, {
        draws: this.#device.draws,
        seed: this.#lanes[lane]!.seed,
        purpose: Purpose.vaeShuffle,
      }),
    );
    await this.#device.use();
    const totals = this.#totals();
    drive(given, (lanes) => this.#training(given, lanes, totals));
    return this.#eachLosses(given, totals, (losses) => losses);
  }

  async evaluate(inputs: readonly (EvaluateInput | null)[]): Promise<(VaeEvaluation | null)[]> {
    const { network, batchSize } = this.#shape;
    const given = eachInput(this.#lanes.length, inputs, ({ source, count, round }) => {
      if (count > source.capacity) throw new RangeError(`${count} rows of ${source.capacity}`);
      return orderedBatches([source], firstRows(count), network.features, batchSize, round);
    });
    await this.#device.use();
    const totals = this.#totals();
    this.#forward(given, Purpose.evaluateNoise, (lanes, buffers, tensors, at) => {
      const { weights, mask } = buffers.rowTensors();
      totals.add(this.#program.sums(tensors, at, weights, mask), lanes);
    });
    return this.#eachLosses(given, totals, (losses, klPerLatent) => ({ ...losses, klPerLatent }));
  }

  async generate(inputs: readonly (GenerateInput | null)[]): Promise<(Float32Array | null)[]> {
    const { network, batchSize } = this.#shape;
    const { features } = network;
    const outputs = headOutputs(network.classes);
    const made = eachInput(this.#lanes.length, inputs, (input) => {
      const count = input.order.length;
      const into = own(input.into, features);
      if (input.at < 0 || input.at + count > into.capacity) {
        throw new RangeError(`rows ${input.at} to ${input.at + count} of ${into.capacity}`);
      }
      return {
        batches: orderedBatches(input.sources, input.order, features, batchSize, input.round),
        into,
        at: input.at,
        features: new Float32Array(count * features),
        labels: new Uint8Array(count),
        probabilities: new Float32Array(count * outputs),
        done: 0,
      };
    });
    await this.#device.use();
    const given = made.map((lane) => lane?.batches ?? null);
    this.#forward(given, Purpose.generateNoise, (lanes, { counts, labels }, _tensors, at) => {
      const [rows, p] = [at.reconstruction.dataSync(), at.p.dataSync()];
      lanes.forEach((lane, k) => {
        const to = made[lane]!;
        const [first, count] = [k * batchSize, counts[k]!];
        to.features.set(rows.subarray(first * features, (first + count) * features), to.done * features);
        to.probabilities.set(p.subarray(first * outputs, (first + count) * outputs), to.done * outputs);
        to.labels.set(labels.subarray(first, first + count), to.done);
        to.done += count;
      });
    });
    // Last, so that rows that are read are not overwritten before.
    for (const lane of made) lane?.into.write(lane.at, lane.features, lane.labels);
    return made.map((lane) => lane?.probabilities ?? null);
  }

  async parameters(lane: number): Promise<Float32Array> {
    await this.#device.use();
    return this.#trainer.state.parameters(lane);
  }

  free(): void {
    this.#trainer.free();
  }

  #buffers(lanes: readonly number[]): VaeBuffers {
    return new VaeBuffers(
      this.#shape,
      this.#parts.encoder,
      lanes.map((lane) => this.#lanes[lane]!),
      this.#device.draws,
    );
  }

  #training(given: readonly (LaneBatches | null)[], lanes: readonly number[], totals: Totals): Stepper {
    const buffers = this.#buffers(lanes);
    const step = (batches: readonly Batch[]) => {
      const w = this.#trainer.state.select(lanes)[0]!;
      const inputs = buffers.inputTensors(true);
      const at = this.#program.forward(w, inputs);
      const gradient = this.#program.backward(w, inputs, at, buffers.scaleTensors());
      if (batches.some(({ measured }) => measured)) {
        const { weights, mask } = buffers.rowTensors();
        totals.add(this.#program.sums(inputs, at, weights, mask), measuredLanes(lanes, batches));
      }
      this.#trainer.update(lanes, gradient);
    };
    return {
      step(batches) {
        batches.forEach((batch, k) => {
          buffers.fill(k, batch, given[lanes[k]!]!, Purpose.vaeNoise);
          buffers.fillDropout(k, batch);
        });
        tf.tidy(() => step(batches));
      },
      free: () => buffers.free(),
    };
  }

  /** Runs the batches through the networks without training or dropout. What `take` is given it must copy. */
  #forward(
    given: readonly (LaneBatches | null)[],
    purpose: number,
    take: (lanes: readonly number[], buffers: VaeBuffers, inputs: VaeInputs, at: VaeActivations) => void,
  ): void {
    drive(given, (lanes) => {
      const buffers = this.#buffers(lanes);
      return {
        step: (batches) => {
          batches.forEach((batch, k) => {
            buffers.fill(k, batch, given[lanes[k]!]!, purpose);
          });
          tf.tidy(() => {
            const inputs = buffers.inputTensors(false);
            const w = this.#trainer.state.select(lanes)[0]!;
            take(lanes, buffers, inputs, this.#program.forward(w, inputs));
          });
        },
        free: () => buffers.free(),
      };
    });
  }

  #totals(): Totals {
    const { features, latentSize } = this.#shape.network;
    return new Totals(this.#lanes.length, features + latentSize + 2);
  }

  #eachLosses<Result>(
    given: readonly (LaneBatches | null)[],
    totals: Totals,
    finish: (losses: VaeLosses, klPerLatent: Float64Array) => Result,
  ): (Result | null)[] {
    const { features, latentSize, reduction } = this.#shape.network;
    const sums = totals.read();
    return given.map((batches, lane) => {
      if (!batches) return null;
      const means = sums[lane]!.map((sum) => sum / batches.rows);
      const reduce = (values: Float64Array) => {
        const sum = values.reduce((total, value) => total + value, 0);
        return reduction === 'mean' ? sum / values.length : sum;
      };
      const klPerLatent = means.slice(features, features + latentSize);
      const reconstruction = reduce(means.subarray(0, features));
      const kl = reduce(klPerLatent);
      const [prediction, accuracy] = means.subarray(features + latentSize) as unknown as [number, number];
      const weights = this.#lanes[lane]!.lossWeights;
      const loss =
        weights.reconstruction * reconstruction + weights.kl * kl + weights.prediction * prediction;
      return finish({ loss, reconstruction, kl, prediction, accuracy }, klPerLatent);
    });
  }
}
