import type { Conv, Pool } from '@latentsweep/core';
import type { Region } from './heap.ts';
import type { Machine } from './kernels.ts';
import type { Model } from './model.ts';
import { float, type Instruction } from './program.ts';

/** A layer over images in blocks, as instructions. Addresses are those of blocks. */
export interface ImageLayer {
  /** Whether it has parameters. */
  readonly learns: boolean;
  forward(x: number, y: number): Instruction;
  /** The gradient of its parameters, of which it may have none. */
  gradient(x: number, dy: number): readonly Instruction[];
  /** dx over x, through the relu, and the dropout that scaled what it kept, that made x: last use of x. */
  back(dy: number, x: number, scale: number): Instruction;
}

/** Bytes of a vector of partial sums. */
const VECTOR = 16;

export function imageLayer(machine: Machine, region: Region, model: Model, layer: Conv | Pool): ImageLayer {
  return layer.kind === 'conv' ? convolution(machine, region, model, layer) : pooling(layer);
}

function convolution(machine: Machine, region: Region, model: Model, layer: Conv): ImageLayer {
  const { w, g } = model.layer(layer);
  const { from, to, window, stride, before } = layer;
  const words = [...from, ...to, ...window, stride, ...before];
  const sizes = region.allocate(words.length * 4);
  new Int32Array(machine.heap.memory.buffer, sizes, words.length).set(words);
  const partial = region.allocate(layer.size * VECTOR);
  return {
    learns: true,
    forward: (x, y) => ['CONVOLVE', sizes, x, w, y, float(0)],
    gradient: (x, dy) => [['CONVOLUTION_GRADIENT', sizes, x, dy, g, partial]],
    back: (dy, x, scale) => ['CONVOLVE_BACK', sizes, dy, w, x, float(scale)],
  };
}

function pooling({ from, to, window, inputs }: Pool): ImageLayer {
  const [, width, channels] = from;
  const [outHeight, outWidth] = to;
  return {
    learns: false,
    forward: (x, y) => ['POOL', x, width, channels, window, y, outHeight, outWidth, inputs],
    gradient: () => [],
    back: (dy, x, scale) => [
      ...([
        'POOL_GRADIENT',
        dy,
        outHeight,
        outWidth,
        x,
        width,
        channels,
        window,
        inputs,
        float(scale),
      ] as const),
    ],
  };
}
