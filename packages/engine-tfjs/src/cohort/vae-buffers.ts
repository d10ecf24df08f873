import { type CohortShape, headOutputs, Purpose, type VaeLane, type VaeNetwork } from '@latentsweep/core';
import type { Draws } from '@latentsweep/engine-simd';
import * as tf from '@tensorflow/tfjs-core';
import type { VaeInputs, VaeScales } from '../network/vae.ts';
import type { Batch, LaneBatches } from './batches.ts';
import { BatchBuffers } from './buffers.ts';
import { fillEps, fillKeep } from './noise.ts';

type Lane = Omit<VaeLane, 'parameters'>;

/** Core's numbering of the layers' dropout streams. */
const LAYER_PURPOSES = 256;

/** Host memory for what a VAE's step takes, and the tensors made of it, which are the caller's. */
export class VaeBuffers extends BatchBuffers {
  readonly #network: VaeNetwork;
  readonly #draws: Draws;
  readonly #laneSettings: readonly Lane[];
  /** [K, B, L] */
  readonly #eps: Float32Array;
  /** [K, B, H] for each encoder layer; none where no lane drops anything. */
  readonly #keep: readonly Float32Array[];
  readonly #keepScale: Float32Array;
  /** [K, B, 1] for each part of the loss. */
  readonly #scales: Readonly<Record<'reconstruction' | 'kl' | 'prediction', Float32Array>>;

  constructor({ network, batchSize }: CohortShape<VaeNetwork>, lanes: readonly Lane[], draws: Draws) {
    super(lanes.length, batchSize, network.features, headOutputs(network.classes));
    const cells = lanes.length * batchSize;
    const drops = lanes.some(({ dropout }) => dropout > 0);
    this.#network = network;
    this.#draws = draws;
    this.#laneSettings = lanes;
    this.#eps = new Float32Array(cells * network.latentSize);
    this.#keep = drops ? network.hiddenSizes.map((size) => new Float32Array(cells * size)) : [];
    this.#keepScale = Float32Array.from(lanes, ({ dropout }) => 1 / (1 - dropout));
    this.#scales = {
      reconstruction: new Float32Array(cells),
      kl: new Float32Array(cells),
      prediction: new Float32Array(cells),
    };
  }

  /** Rows and eps of lane k's batch. */
  fill(k: number, batch: Batch, batches: LaneBatches, purpose: number): void {
    this.fillRows(k, batch.numbers, batches);
    const { latentSize } = this.#network;
    const at = k * this.rows * latentSize;
    const { seed } = this.#laneSettings[k]!;
    fillEps(this.#eps, at, this.rows, latentSize, this.#draws, seed, purpose, batch);
  }

  /** What training needs beside them: scales and dropout. */
  fillTraining(k: number, batch: Batch): void {
    const { seed, dropout, lossWeights } = this.#laneSettings[k]!;
    const { features, latentSize, reduction, hiddenSizes } = this.#network;
    const mean = (size: number) => (reduction === 'mean' ? size : 1);
    const factors = {
      reconstruction: lossWeights.reconstruction / mean(features),
      kl: lossWeights.kl / mean(latentSize),
      prediction: lossWeights.prediction,
    };
    const at = k * this.rows;
    for (const part of ['reconstruction', 'kl', 'prediction'] as const) {
      const factor = factors[part] / this.counts[k]!;
      const scales = this.#scales[part];
      for (let b = at; b < at + this.rows; b++) scales[b] = this.weights[b]! * factor;
    }
    this.#keep.forEach((keep, h) => {
      const size = hiddenSizes[h]!;
      const purpose = Purpose.vaeDropout + LAYER_PURPOSES * h;
      fillKeep(keep, at * size, this.rows, size, dropout, this.#draws, seed, purpose, batch);
    });
  }

  inputTensors(training: boolean): VaeInputs {
    const { latentSize, hiddenSizes } = this.#network;
    return {
      ...this.rowInputs(),
      eps: this.tensor(this.#eps, latentSize),
      keep: training ? this.#keep.map((keep, h) => this.tensor(keep, hiddenSizes[h]!)) : [],
    };
  }

  scaleTensors(): VaeScales {
    return {
      reconstruction: this.tensor(this.#scales.reconstruction, 1),
      kl: this.tensor(this.#scales.kl, 1),
      prediction: this.tensor(this.#scales.prediction, 1),
      keep: this.#keep.length > 0 ? tf.tensor1d(this.#keepScale) : undefined,
    };
  }
}
