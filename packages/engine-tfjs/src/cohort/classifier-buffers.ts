import { type ClassifierNetwork, type CohortShape, headOutputs, Purpose, type Seed } from '@latentsweep/core';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import type { Draws } from '../draws.ts';
import type { ClassifierInputs } from '../network/classifier.ts';
import type { HiddenLayer } from '../network/hidden.ts';
import type { Batch } from './batches.ts';
import { BatchBuffers } from './buffers.ts';
import { fillFactors } from './noise.ts';

/** What a batch of classifiers takes, and the factors of those of their layers that drop. */
export class ClassifierBuffers extends BatchBuffers<ClassifierInputs, Tensor3D> {
  readonly #seeds: readonly Seed[];
  readonly #draws: Draws;
  readonly #hidden: readonly HiddenLayer[];
  /** [K, B, H] of each layer that drops. */
  readonly #keep: readonly (Float32Array | null)[];

  constructor(
    seeds: readonly Seed[],
    { network, batchSize }: CohortShape<ClassifierNetwork>,
    hidden: readonly HiddenLayer[],
    draws: Draws,
  ) {
    super(seeds.length, batchSize, network.features, headOutputs(network.classes));
    this.#seeds = seeds;
    this.#draws = draws;
    this.#hidden = hidden;
    const cells = seeds.length * batchSize;
    this.#keep = hidden.map((layer) =>
      layer.kind === 'dropout' && layer.rate > 0 ? new Float32Array(cells * layer.outputs) : null,
    );
  }

  override fillDrawn(k: number, batch: Batch, _noise: number, training: boolean): void {
    if (!training) return;
    const { rows } = this;
    const seed = this.#seeds[k]!;
    this.#keep.forEach((keep, h) => {
      const layer = this.#hidden[h]!;
      if (!keep || layer.kind !== 'dropout') return;
      const { outputs: units, rate } = layer;
      const own = keep.subarray(k * rows * units, (k + 1) * rows * units);
      const dropped = { seed, purpose: Purpose.classifierDropout, layer: h, units, rate };
      fillFactors(this.#draws, dropped, batch, rows, own);
    });
  }

  override inputTensors(training: boolean): ClassifierInputs {
    return {
      ...this.rowInputs(),
      keep: this.#keep.map((keep, h) =>
        keep && training ? this.tensor(keep, this.#hidden[h]!.outputs) : null,
      ),
    };
  }

  override scaleTensors(): Tensor3D {
    return this.scaleTensor('loss', () => 1);
  }
}
