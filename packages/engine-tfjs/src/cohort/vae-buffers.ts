import {
  type CohortShape,
  hasRelu,
  headOutputs,
  type LossWeights,
  Purpose,
  type VaeLane,
  type VaeNetwork,
} from '@latentsweep/core';
import type { Draws } from '../draws.ts';
import type { HiddenLayer } from '../network/hidden.ts';
import type { VaeInputs, VaeScales } from '../network/vae.ts';
import type { Batch } from './batches.ts';
import { BatchBuffers } from './buffers.ts';
import { Dropped } from './dropped.ts';
import { stride } from './noise.ts';

/** What a lane goes by, without its first parameters: a cohort holds it for as long as it lives. */
export type LaneSettings = Omit<VaeLane, 'parameters'>;

/** Host memory for what a VAE's step takes, and the tensors made of it, which are the caller's. */
export class VaeBuffers extends BatchBuffers<VaeInputs, VaeScales> {
  readonly #network: VaeNetwork;
  readonly #draws: Draws;
  readonly #laneSettings: readonly LaneSettings[];
  /** [K, B, L] */
  readonly #eps: Float32Array;
  readonly #dropped: Dropped;

  constructor(
    { network, batchSize }: CohortShape<VaeNetwork>,
    encoder: readonly HiddenLayer[],
    lanes: readonly LaneSettings[],
    draws: Draws,
  ) {
    super(lanes.length, batchSize, network.features, headOutputs(network.classes));
    this.#network = network;
    this.#draws = draws;
    this.#laneSettings = lanes;
    this.#eps = new Float32Array(lanes.length * batchSize * network.latentSize);
    const layers = encoder.map((layer) => ({
      units: layer.outputs,
      rates: lanes.map(({ dropout }) => (hasRelu(layer) ? dropout : 0)),
    }));
    const seeds = lanes.map(({ seed }) => seed);
    this.#dropped = new Dropped(layers, { seeds, rows: batchSize, purpose: Purpose.vaeDropout, draws });
  }

  override fillDrawn(k: number, batch: Batch, noise: number, training: boolean): void {
    this.#fillEps(k, batch, noise);
    if (training) this.#dropped.fill(k, batch);
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

  inputTensors(training: boolean): VaeInputs {
    return {
      ...this.rowInputs(),
      eps: this.tensor(this.#eps, this.#network.latentSize),
      keep: training ? this.#dropped.kept() : [],
    };
  }

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
    };
  }
}
