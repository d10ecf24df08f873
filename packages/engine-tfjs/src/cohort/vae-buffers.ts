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
import type { Batch } from './batches.ts';
import { BatchBuffers } from './buffers.ts';
import { fillFactors, stride } from './noise.ts';

/** What a lane goes by, without its first parameters: a cohort holds it for as long as it lives. */
export type LaneSettings = Omit<VaeLane, 'parameters'>;

/** Host memory for what a VAE's step takes, and the tensors made of it, which are the caller's. */
export class VaeBuffers extends BatchBuffers<VaeInputs, VaeScales> {
  readonly #network: VaeNetwork;
  readonly #encoder: readonly Dense[];
  readonly #draws: Draws;
  readonly #laneSettings: readonly LaneSettings[];
  /** [K, B, L] */
  readonly #eps: Float32Array;
  /** [K, B, H] for each encoder layer; none where no lane drops anything. */
  readonly #keep: readonly Float32Array[];
  readonly #keepScale: Float32Array;

  constructor(
    { network, batchSize }: CohortShape<VaeNetwork>,
    encoder: readonly Dense[],
    lanes: readonly LaneSettings[],
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

  override fillDrawn(k: number, batch: Batch, noise: number, training: boolean): void {
    this.#fillEps(k, batch, noise);
    if (training) this.#fillDropout(k, batch);
  }

  /** eps [B, L] of lane k. */
  #fillEps(k: number, { round, step }: Batch, purpose: number): void {
    const { rows } = this;
    const { latentSize } = this.#network;
    const s = stride(rows);
    const { seed } = this.#laneSettings[k]!;
    const normals = this.#draws.normals(latentSize * s, seed, purpose, round, step);
    const at = k * rows * latentSize;
    for (let j = 0; j < latentSize; j++) {
      for (let b = 0; b < rows; b++) this.#eps[at + b * latentSize + j] = normals[j * s + b]!;
    }
  }

  /** The factors [B, H] of lane k in each hidden layer: 0 for a share `dropout` of them, else 1 / (1 - dropout). */
  #fillDropout(k: number, batch: Batch): void {
    const { rows } = this;
    const { seed, dropout: rate } = this.#laneSettings[k]!;
    this.#keep.forEach((keep, layer) => {
      const units = this.#encoder[layer]!.outputs;
      const own = keep.subarray(k * rows * units, (k + 1) * rows * units);
      if (rate === 0) own.fill(1);
      else
        fillFactors(this.#draws, { seed, purpose: Purpose.vaeDropout, layer, units, rate }, batch, rows, own);
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

  /** `keep` is the caller's. */
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
