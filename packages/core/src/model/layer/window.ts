/** How a window walks over an image: shared by convolutions and pooling, and by every engine that has them. */

import type { Shape } from './kind.ts';

/** Of an image: channels are 1 of grey, 3 of colour, or a layer's. */
export type ImageShape = readonly [height: number, width: number, channels: number];

/** Whether a shape is an image's. */
export const isImage = (shape: Shape): shape is ImageShape => shape.length === 3;

/** `same` adds zeros around the image, so that ceil(size / stride) windows fit; `valid` takes whole windows alone. */
export type Padding = 'same' | 'valid';

/** Windows along one side of an image, and the zeros before its first value. Fewer than one where none fits. */
export interface Walk {
  readonly count: number;
  readonly before: number;
}

/** As TensorFlow has it: of an odd number of zeros the one more stands behind. */
export function walk(size: number, window: number, stride: number, padding: Padding): Walk {
  if (padding === 'valid') return { count: Math.floor((size - window) / stride) + 1, before: 0 };
  const count = Math.ceil(size / stride);
  const zeros = Math.max((count - 1) * stride + window - size, 0);
  return { count, before: Math.floor(zeros / 2) };
}
