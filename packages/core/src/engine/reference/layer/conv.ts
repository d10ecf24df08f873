import type { Conv } from '../../../model/layer/conv.ts';
import type { LayerPasses } from './kind.ts';
import { eachProduct } from './window.ts';

export const CONV: LayerPasses<Conv> = {
  /** y[r, c, o] = b[o] + sum over i, j, k of W[i, j, k, o] x[r s + i - p, c s + j - q, k] */
  forward(layer, w, x) {
    const [height, width, filters] = layer.to;
    const bias = layer.at + layer.size - filters;
    const y = new Float64Array(layer.outputs);
    for (let pixel = 0; pixel < height * width; pixel++) {
      for (let o = 0; o < filters; o++) y[pixel * filters + o] = w[bias + o]!;
    }
    eachProduct(layer, (i, weight, o) => {
      y[o]! += w[weight]! * x[i]!;
    });
    return y;
  },

  /** dW[i, j, k, o] += sum over r, c of x[..] dy[r, c, o],  db[o] += sum of dy[r, c, o],  dx[..] += W[i, j, k, o] dy[r, c, o] */
  backward(layer, w, x, dy, dw) {
    const filters = layer.to[2];
    const bias = layer.at + layer.size - filters;
    const dx = new Float64Array(layer.inputs);
    eachProduct(layer, (i, weight, o) => {
      dw[weight]! += x[i]! * dy[o]!;
      dx[i]! += w[weight]! * dy[o]!;
    });
    dy.forEach((d, o) => {
      dw[bias + (o % filters)]! += d;
    });
    return dx;
  },
};
