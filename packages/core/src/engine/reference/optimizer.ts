import { ADAM, type OptimizerKind, RMSPROP } from '../../model/optimizer.ts';

/**
 * A step of an optimizer over n parameters: changes w in place by the gradient dw. New parameters are rounded to f32, the
 * form in which they pass the port, so that writing back what was read changes nothing.
 */
export type Step = (w: Float64Array, dw: Float64Array) => void;

/** The formulas are those of model/optimizer.ts, state zero at the start. */
export function createOptimizer(kind: OptimizerKind, n: number, learningRate: number): Step {
  return kind === 'rmsprop' ? rmsprop(n, learningRate) : adam(n, learningRate);
}

function rmsprop(n: number, learningRate: number): Step {
  const { rho, epsilon } = RMSPROP;
  const v = new Float64Array(n);
  return (w, dw) => {
    for (let i = 0; i < n; i++) {
      const g = dw[i]!;
      v[i] = rho * v[i]! + (1 - rho) * g * g;
      w[i] = Math.fround(w[i]! - (learningRate * g) / Math.sqrt(v[i]! + epsilon));
    }
  };
}

function adam(n: number, learningRate: number): Step {
  const { beta1, beta2, epsilon } = ADAM;
  const m = new Float64Array(n);
  const v = new Float64Array(n);
  // Powers by repeated products: Math.pow leaves its last bit to the runtime.
  let beta1t = 1;
  let beta2t = 1;
  return (w, dw) => {
    beta1t *= beta1;
    beta2t *= beta2;
    const rate = (learningRate * Math.sqrt(1 - beta2t)) / (1 - beta1t);
    for (let i = 0; i < n; i++) {
      const g = dw[i]!;
      m[i] = beta1 * m[i]! + (1 - beta1) * g;
      v[i] = beta2 * v[i]! + (1 - beta2) * g * g;
      w[i] = Math.fround(w[i]! - (rate * m[i]!) / (Math.sqrt(v[i]!) + epsilon));
    }
  };
}
