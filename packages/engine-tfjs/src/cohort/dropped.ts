import type { Seed } from '@latentsweep/core';
import { type Tensor3D, tensor3d } from '@tensorflow/tfjs-core';
import type { Draws } from '../draws.ts';
import type { Kept } from '../network/chain.ts';
import type { Batch } from './batches.ts';
import { fillFactors } from './noise.ts';

interface Dropping {
  /** Of each lane. */
  readonly seeds: readonly Seed[];
  /** Rows of a batch. */
  readonly rows: number;
  /** The purpose of the first layer's dropout. */
  readonly purpose: number;
  readonly draws: Draws;
}

/** A layer's units and the share of them that each lane drops. */
interface Layer {
  readonly units: number;
  readonly rates: readonly number[];
}

/** Host memory for what dropout multiplies the values of layers by, and the tensors made of it, which are the caller's. */
export class Dropped {
  readonly #of: Dropping;
  readonly #layers: readonly Layer[];
  /** [K, B, H] a layer; null where no lane drops anything. */
  readonly #factors: readonly (Float32Array | null)[];

  constructor(layers: readonly Layer[], of: Dropping) {
    this.#of = of;
    this.#layers = layers;
    this.#factors = layers.map(({ units, rates }) =>
      rates.some((rate) => rate > 0) ? new Float32Array(rates.length * of.rows * units) : null,
    );
  }

  /** Lane k's part of a batch. */
  fill(k: number, batch: Batch): void {
    const { seeds, rows, purpose, draws } = this.#of;
    this.#factors.forEach((factors, layer) => {
      if (!factors) return;
      const { units, rates } = this.#layers[layer]!;
      const own = factors.subarray(k * rows * units, (k + 1) * rows * units);
      const [seed, rate] = [seeds[k]!, rates[k]!];
      if (rate === 0) own.fill(1);
      else fillFactors(draws, { seed, purpose, layer, units, rate }, batch, rows, own);
    });
  }

  kept(): (Kept | null)[] {
    const { rows } = this.#of;
    return this.#factors.map((values, layer) => {
      if (!values) return null;
      const { units, rates } = this.#layers[layer]!;
      const factors: Tensor3D = tensor3d(values, [rates.length, rows, units]);
      return { factors, shares: rates.map((rate) => 1 - rate) };
    });
  }
}
