import { type Form, formOf, type LayerKind, type Placed } from './kind.ts';
import type { UpsampleForm } from './upsample.ts';
import { type ImageShape, isImage, walk } from './window.ts';

/** Asks for the largest value of each window of `size` x `size`, windows side by side; what is left over is left out. */
export interface PoolSpec {
  readonly kind: 'pool';
  readonly size: number;
}

export interface PoolForm extends Form<'pool'> {
  readonly from: ImageShape;
  readonly to: ImageShape;
  readonly window: number;
}

/**
 * y[r, c, k] = the largest x[r n + i, c n + j, k], 0 <= i, j < n. Its gradient goes to the first of the largest, row by row,
 * as in PyTorch; to none of them where one is NaN.
 */
export type Pool = Placed<PoolForm>;

export const POOL: LayerKind<PoolSpec, PoolForm> = {
  relu: false,
  over({ size }, from) {
    if (!isImage(from)) throw new TypeError(`pooling over ${from.join(' x ')} values, which are no image`);
    const [height, width] = [0, 1].map((side) => walk(from[side]!, size, size, 'valid').count);
    if (height! < 1 || width! < 1) {
      throw new TypeError(`a window of ${size} x ${size} on an image of ${from.join(' x ')}`);
    }
    const to: ImageShape = [height!, width!, from[2]];
    return { ...formOf('pool', from, to), from, to, window: size };
  },
  back: ({ from, to, window }): UpsampleForm => ({
    ...formOf('upsample', to, from),
    ...{ from: to, to: from, window },
  }),
  parameterCount: () => 0,
  products: () => 0,
  initialise() {},
};
