import { type ClassifierNetwork, type CohortShape, headOutputs, Purpose, type Seed } from '@latentsweep/core';
import type { Tensor3D } from '@tensorflow/tfjs-core';
import type { Draws } from '../draws.ts';
import type { ClassifierInputs } from '../network/classifier.ts';
import type { HiddenLayer } from '../network/hidden.ts';
import type { Batch } from './batches.ts';
import { BatchBuffers } from './buffers.ts';
import { Dropped } from './dropped.ts';

/** What a batch of classifiers takes. */
export class ClassifierBuffers extends BatchBuffers<ClassifierInputs, Tensor3D> {
  readonly #dropped: Dropped;

  constructor(
    seeds: readonly Seed[],
    { network, batchSize }: CohortShape<ClassifierNetwork>,
    hidden: readonly HiddenLayer[],
    draws: Draws,
  ) {
    super(seeds.length, batchSize, network.features, headOutputs(network.classes));
    const layers = hidden.map((layer) => ({
      units: layer.outputs,
      rates: seeds.map(() => (layer.kind === 'dropout' ? layer.rate : 0)),
    }));
    this.#dropped = new Dropped(layers, {
      ...{ seeds, rows: batchSize, purpose: Purpose.classifierDropout, draws },
    });
  }

  override fillDrawn(k: number, batch: Batch, _noise: number, training: boolean): void {
    if (training) this.#dropped.fill(k, batch);
  }

  override inputTensors(training: boolean): ClassifierInputs {
    return { ...this.rowInputs(), keep: training ? this.#dropped.kept() : [] };
  }

  override scaleTensors(): Tensor3D {
    return this.scaleTensor('loss', () => 1);
  }
}
