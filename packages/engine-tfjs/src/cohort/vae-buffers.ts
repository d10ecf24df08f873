import {
  type CohortShape,
  type Dense,
  headOutputs,
  type LossWeights,
  Purpose,
  type VaeLane,
  type VaeNetwork,
} from '@latentsweep/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Draws } from '../draws.ts';
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
  readonly #encoder: readonly Dense[];
  readonly #draws: Draws;
  readonly #laneSettings: readonly Lane[];
  /** [K, B, L] */
  readonly #eps: Float32Array;
  /** [K, B, H] for each encoder layer; none where no lane drops anything. */
  readonly #keep: readonly Float32Array[];
  readonly #keepScale: Float32Array;

  constructor(
    { network, batchSize }: CohortShape<VaeNetwork>,
    encoder: readonly Dense[],
    lanes: readonly Lane[],
    draws: Draws,
  ) {
    super(lanes.length, batchSize, network.features, headOutputs(network.classes));
    const cells = lanes.length * batchSize;
    const drops = lanes.some(({ dropout }) => dropout > 0);
    this.#network = network;
    this.#encoder = encoder;
    this.#draws = draws;
    this.#laneSettings = lanes;
    this.#eps = new Float32Array(cells * network.latentSize);
    this.#keep = drops ? encoder.map(({ outputs }) => new Float32Array(cells * outputs)) : [];
    this.#keepScale = Float32Array.from(lanes, ({ dropout }) => 1 / (1 - dropout));
  }

  /** Rows and eps of lane k's batch. */
  fill(k: number, batch: Batch, batches: LaneBatches, purpose: number): void {
    this.fillRows(k, batch.numbers, batches);
    const { latentSize } = this.#network;
    const at = k * this.rows * latentSize;
    const { seed } = this.#laneSettings[k]!;
    fillEps(this.#eps, at, this.rows, latentSize, this.#draws, seed, purpose, batch);
  }

  /** The dropout of lane k's batch. */
  fillDropout(k: number, batch: Batch): void {
    const { seed, dropout } = this.#laneSettings[k]!;
    this.#keep.forEach((keep, h) => {
      const size = this.#encoder[h]!.outputs;
      const at = k * this.rows * size;
      const purpose = Purpose.vaeDropout + LAYER_PURPOSES * h;
      fillKeep(keep, at, this.rows, size, dropout, this.#draws, seed, purpose, batch);
    });
  }

  inputTensors(training: boolean): VaeInputs {
    const { latentSize } = this.#network;
    return {
      ...this.rowInputs(),
      eps: this.tensor(this.#eps, latentSize),
      keep: training ? this.#keep.map((keep, h) => this.tensor(keep, this.#encoder[h]!.outputs)) : [],
    };
  }

  /** All but `keep` belong to these buffers. */
  scaleTensors(): VaeScales {
    const { features, latentSize, reduction } = this.#network;
    const part = (name: keyof LossWeights, size: number) =>
      this.scaleTensor(name, (k) => {
        const weight = this.#laneSettings[k]!.lossWeights[name];
        return reduction === 'mean' ? weight / size : weight;
      });
    return {
      reconstruction: part('reconstruction', features),
      kl: part('kl', latentSize),
      prediction: part('prediction', 1),
      keep: this.#keep.length > 0 ? tf.tensor1d(this.#keepScale) : undefined,
    };
  }
}
