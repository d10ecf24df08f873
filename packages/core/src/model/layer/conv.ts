import type { ConvTransposeForm } from './conv-transpose.ts';
import { type Form, formOf, glorot, type LayerKind, type Placed } from './kind.ts';
import { type ImageShape, isImage, type Padding, walk } from './window.ts';

/**
 * Asks for a convolution: `filters` channels out, windows of `size` rows and columns, `stride` apart both ways.
 */
export interface ConvSpec {
  readonly kind: 'conv';
  readonly filters: number;
  readonly size: readonly [rows: number, columns: number];
  readonly stride: number;
  readonly padding: Padding;
}

export interface ConvForm extends Form<'conv'> {
  readonly from: ImageShape;
  readonly to: ImageShape;
  readonly window: ConvSpec['size'];
  readonly stride: number;
  /** Zeros above the first row and before the first column. */
  readonly before: readonly [rows: number, columns: number];
}

/**
 * y[r, c, o] = b[o] + sum over i, j, k of W[i, j, k, o] x[r s + i - p, c s + j - q, k], stride s, zeros p and q before, x 0
 * outside of the image. W [rows, columns, channels in, channels out] row-major as in Keras, b [channels out] behind it.
 */
export type Conv = Placed<ConvForm>;

const weightsOf = ({ from, to, window: [rows, columns] }: ConvForm): number =>
  rows * columns * from[2] * to[2];

export const CONV: LayerKind<ConvSpec, ConvForm> = {
  relu: true,
  over({ filters, size, stride, padding }, from) {
    if (!isImage(from))
      throw new TypeError(`a convolution over ${from.join(' x ')} values, which are no image`);
    const [rows, columns] = [0, 1].map((side) => walk(from[side]!, size[side]!, stride, padding));
    if (rows!.count < 1 || columns!.count < 1) {
      throw new TypeError(`a window of ${size.join(' x ')} on an image of ${from.join(' x ')}`);
    }
    const to: ImageShape = [rows!.count, columns!.count, filters];
    return {
      ...formOf('conv', from, to),
      from,
      to,
      window: size,
      stride,
      before: [rows!.before, columns!.before],
    };
  },
  back: ({ from, to, window, stride, before }): ConvTransposeForm => ({
    ...formOf('conv_transpose', to, from),
    ...{ from: to, to: from, window, stride, before },
  }),
  parameterCount: (layer) => weightsOf(layer) + layer.to[2],
  products: (layer) => (weightsOf(layer) + layer.to[2]) * layer.to[0] * layer.to[1],
  /** W as `glorot` has it: a unit has a window's values, an input goes to as many windows' units. b zero. */
  initialise(layer, parameters, stream) {
    const { from, to, window } = layer;
    const values = window[0] * window[1];
    glorot(parameters.subarray(0, weightsOf(layer)), values * from[2], values * to[2], stream);
  },
};
