import type { Dense } from '../../../model/layer/dense.ts';
import type { LayerPasses } from './kind.ts';

export const DENSE: LayerPasses<Dense> = {
  /** y_o = b_o + sum_i x_i W_io */
  forward({ inputs, outputs, at }, w, x) {
    const bias = at + inputs * outputs;
    const y = new Float64Array(outputs);
    for (let o = 0; o < outputs; o++) {
      let sum = w[bias + o]!;
      for (let i = 0; i < inputs; i++) sum += x[i]! * w[at + i * outputs + o]!;
      y[o] = sum;
    }
    return y;
  },

  /** dW_io += x_i dy_o,  db_o += dy_o,  dx_i = sum_o W_io dy_o */
  backward({ inputs, outputs, at }, w, x, dy, dw) {
    const bias = at + inputs * outputs;
    const dx = new Float64Array(inputs);
    for (let i = 0; i < inputs; i++) {
      for (let o = 0; o < outputs; o++) {
        dw[at + i * outputs + o]! += x[i]! * dy[o]!;
        dx[i]! += w[at + i * outputs + o]! * dy[o]!;
      }
    }
    for (let o = 0; o < outputs; o++) dw[bias + o]! += dy[o]!;
    return dx;
  },
};
