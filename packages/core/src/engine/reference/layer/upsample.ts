import type { Upsample } from '../../../model/layer/upsample.ts';
import type { LayerPasses } from './kind.ts';

export const UPSAMPLE: LayerPasses<Upsample> = {
  /** y = the nearest x. */
  forward: (layer, _w, x) => Float64Array.from({ length: layer.outputs }, (_, y) => x[nearest(layer, y)]!),

  /** dx = the sum of dy over all that it is the nearest of. */
  backward(layer, _w, _x, dy) {
    const dx = new Float64Array(layer.inputs);
    dy.forEach((d, y) => {
      dx[nearest(layer, y)]! += d;
    });
    return dx;
  },
};

/** The place in x of the value that one of y has. */
function nearest({ from, to, window }: Upsample, y: number): number {
  const [height, width, channels] = from;
  const k = y % channels;
  const pixel = (y - k) / channels;
  const column = pixel % to[1];
  const row = (pixel - column) / to[1];
  const r = Math.min(Math.floor(row / window), height - 1);
  const c = Math.min(Math.floor(column / window), width - 1);
  return (r * width + c) * channels + k;
}
