import type { Form, LayerKind, Placed } from './kind.ts';
import type { ImageShape } from './window.ts';

/** What takes pooling back: each value to all of its window of `window` x `window`. */
export interface UpsampleForm extends Form<'upsample'> {
  readonly from: ImageShape;
  readonly to: ImageShape;
  readonly window: number;
}

/**
 * y[r, c, k] = x[min(floor(r / n), H - 1), min(floor(c / n), W - 1), k]: the nearest of x [H, W, C], as Keras has it. Rows
 * and columns that pooling left over, behind the last window, have that window's value.
 */
export type Upsample = Placed<UpsampleForm>;

export const UPSAMPLE: LayerKind<never, UpsampleForm> = {
  relu: false,
  over() {
    throw new TypeError('upsampling is in decoders alone, where it takes pooling back');
  },
  back: () => null,
  parameterCount: () => 0,
  products: () => 0,
  initialise() {},
};
