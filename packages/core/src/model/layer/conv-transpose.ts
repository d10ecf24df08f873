import { type Form, glorot, type LayerKind, type Placed } from './kind.ts';
import type { ImageShape } from './window.ts';

/** What takes a convolution back. `window`, `stride` and `before` are that convolution's. */
export interface ConvTransposeForm extends Form<'conv_transpose'> {
  readonly from: ImageShape;
  readonly to: ImageShape;
  readonly window: readonly [rows: number, columns: number];
  readonly stride: number;
  readonly before: readonly [rows: number, columns: number];
}

/**
 * A transposed convolution: what the gradient of a convolution from `to` to `from` is to its image, and a bias.
 *   y[r s + i - p, c s + j - q, k] = b[k] + the sum of W[i, j, k, o] x[r, c, o] over all r, c, o, i, j that come there.
 * W [rows, columns, channels out, channels in] row-major as in Keras, b [channels out] behind it.
 */
export type ConvTranspose = Placed<ConvTransposeForm>;

const weightsOf = ({ from, to, window: [rows, columns] }: ConvTransposeForm): number =>
  rows * columns * from[2] * to[2];

export const CONV_TRANSPOSE: LayerKind<never, ConvTransposeForm> = {
  relu: true,
  over() {
    throw new TypeError('a transposed convolution is in decoders alone, where it takes a convolution back');
  },
  back: () => null,
  parameterCount: (layer) => weightsOf(layer) + layer.to[2],
  products: (layer) => weightsOf(layer) * layer.from[0] * layer.from[1] + layer.outputs,
  /** W as that of the convolution, b zero. */
  initialise(layer, parameters, stream) {
    const { from, to, window } = layer;
    const values = window[0] * window[1];
    glorot(parameters.subarray(0, weightsOf(layer)), values * from[2], values * to[2], stream);
  },
};
