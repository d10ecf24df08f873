import type { Conv, ConvTranspose, Pool, Upsample } from '@latentsweep/core';
import type { Region } from './heap.ts';
import type { Machine } from './kernels.ts';
import type { Model } from './model.ts';
import { float, type Instruction, leastOf } from './program.ts';

/** A layer over images in blocks, as instructions. Addresses are those of blocks. */
export interface ImageLayer {
  forward(x: number, y: number): Instruction;
  /** The gradient of its parameters, of which it may have none. */
  gradient(x: number, dy: number): readonly Instruction[];
  /**
   * dx over x, through the relu, and the dropout that scaled what it kept, that made x: last use of x. Without a `scale` no
   * relu made x.
   */
  back(dy: number, x: number, scale: number | null): Instruction;
}

export type OfImages = Conv | Pool | ConvTranspose | Upsample;

/** Bytes of a vector of partial sums. */
const VECTOR = 16;

/** `relu`: whether one follows a layer that has parameters. */
export function imageLayer(
  machine: Machine,
  region: Region,
  model: Model,
  layer: OfImages,
  relu: boolean,
): ImageLayer {
  switch (layer.kind) {
    case 'conv':
    case 'conv_transpose':
      return convolution(machine, region, model, layer, relu);
    case 'pool':
      return pooling(layer);
    case 'upsample':
      return upsampling(layer);
  }
}

function convolution(
  machine: Machine,
  region: Region,
  model: Model,
  layer: Conv | ConvTranspose,
  relu: boolean,
): ImageLayer {
  const { w, g } = model.layer(layer);
  const { window, stride, before } = layer;
  const transposed = layer.kind === 'conv_transpose';
  const [image, windows] = transposed ? [layer.to, layer.from] : [layer.from, layer.to];
  const words = [...image, ...windows, ...window, stride, ...before];
  const sizes = region.allocate(words.length * 4);
  new Int32Array(machine.heap.memory.buffer, sizes, words.length).set(words);
  const partial = region.allocate(layer.size * VECTOR);
  const [forward, gradient, back] = transposed
    ? (['TRANSPOSED', 'TRANSPOSED_GRADIENT', 'TRANSPOSED_BACK'] as const)
    : (['CONVOLVE', 'CONVOLUTION_GRADIENT', 'CONVOLVE_BACK'] as const);
  return {
    forward: (x, y) => [forward, sizes, x, w, y, leastOf(relu)],
    gradient: (x, dy) => [[gradient, sizes, x, dy, g, partial]],
    back: (dy, x, scale) => [back, sizes, dy, w, x, float(scale ?? 1), leastOf(scale !== null)],
  };
}

/** Over what a relu made, or over what has no gradient. */
function pooling({ from, to, window, inputs }: Pool): ImageLayer {
  const [, width, channels] = from;
  const [outHeight, outWidth] = to;
  return {
    forward: (x, y) => ['POOL', x, width, channels, window, y, outHeight, outWidth, inputs],
    gradient: () => [],
    back: (dy, x, scale) => [
      'POOL_GRADIENT',
      ...[dy, outHeight, outWidth, x, width, channels, window, inputs],
      float(scale ?? 1),
    ],
  };
}

/** Over what a relu made: decoders begin with a dense layer. */
function upsampling({ from, to, window }: Upsample): ImageLayer {
  const [height, width, channels] = from;
  const [outHeight, outWidth] = to;
  return {
    forward: (x, y) => ['UPSAMPLE', x, height, width, channels, window, y, outHeight, outWidth],
    gradient: () => [],
    back: (dy, x) => ['UPSAMPLE_GRADIENT', dy, outHeight, outWidth, x, height, width, channels, window],
  };
}
