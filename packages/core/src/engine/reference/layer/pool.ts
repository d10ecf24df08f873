import type { Pool } from '../../../model/layer/pool.ts';
import type { LayerPasses } from './kind.ts';

export const POOL: LayerPasses<Pool> = {
  /** y = max of a window's x; NaN where one is. */
  forward: (layer, _w, x) =>
    Float64Array.from({ length: layer.outputs }, (_, y) =>
      Math.max(...windowOf(layer, y).map((at) => x[at]!)),
    ),

  /** dx = dy at the first of the largest of a window, else 0. */
  backward(layer, _w, x, dy) {
    const dx = new Float64Array(layer.inputs);
    dy.forEach((d, y) => {
      const places = windowOf(layer, y);
      const largest = Math.max(...places.map((at) => x[at]!));
      const first = places.find((at) => x[at] === largest);
      if (first !== undefined) dx[first] = d;
    });
    return dx;
  },
};

/** The places in x of the window of one value of y, row by row. */
function windowOf({ from, to, window }: Pool, y: number): number[] {
  const [, width, channels] = from;
  const k = y % channels;
  const pixel = (y - k) / channels;
  const c = pixel % to[1];
  const r = (pixel - c) / to[1];
  return Array.from({ length: window * window }, (_, n) => {
    const row = r * window + Math.floor(n / window);
    const column = c * window + (n % window);
    return (row * width + column) * channels + k;
  });
}
