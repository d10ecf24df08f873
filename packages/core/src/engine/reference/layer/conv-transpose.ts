import type { ConvTranspose } from '../../../model/layer/conv-transpose.ts';
import type { LayerPasses } from './kind.ts';
import { eachProduct } from './window.ts';

/** Of the convolution that it takes back: its image is y, what it makes of that x. */
const convolution = (layer: ConvTranspose) => ({ ...layer, from: layer.to, to: layer.from });

export const CONV_TRANSPOSE: LayerPasses<ConvTranspose> = {
  /** y[r s + i - p, c s + j - q, k] = b[k] + the sum of W[i, j, k, o] x[r, c, o] */
  forward(layer, w, x) {
    const filters = layer.to[2];
    const bias = layer.at + layer.size - filters;
    const y = Float64Array.from({ length: layer.outputs }, (_, i) => w[bias + (i % filters)]!);
    eachProduct(convolution(layer), (i, weight, o) => {
      y[i]! += w[weight]! * x[o]!;
    });
    return y;
  },

  /** dW[i, j, k, o] += sum over r, c of dy[..] x[r, c, o],  db[k] += sum of dy[.., k],  dx[r, c, o] += W[i, j, k, o] dy[..] */
  backward(layer, w, x, dy, dw) {
    const filters = layer.to[2];
    const bias = layer.at + layer.size - filters;
    const dx = new Float64Array(layer.inputs);
    eachProduct(convolution(layer), (i, weight, o) => {
      dw[weight]! += dy[i]! * x[o]!;
      dx[o]! += w[weight]! * dy[i]!;
    });
    dy.forEach((d, i) => {
      dw[bias + (i % filters)]! += d;
    });
    return dx;
  },
};
