import { ADAM, type OptimizerKind } from '@latentsweep/core';
import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { LaneMath } from '../math/port.ts';

/** One step of K lanes at once. Slots are parameters, then the state (see core's model/optimizer.ts), [K, P] each. */
export interface Optimizer {
  /** Parameters and state. */
  readonly slots: number;
  /** A lane's rate for its step `t` (from 1) at a learning rate. */
  rate(learningRate: number, t: number): number;
  /** New slots from the gradient [K, P] and the rates [K, 1]. */
  step(slots: readonly Tensor2D[], gradient: Tensor2D, rates: Tensor2D): Tensor2D[];
}

export function createOptimizer(kind: OptimizerKind, math: LaneMath): Optimizer {
  return kind === 'rmsprop'
    ? { slots: 2, rate: (learningRate) => learningRate, step: math.rmsprop }
    : { slots: 3, rate: adamRate, step: math.adam };
}

function adamRate(learningRate: number, t: number): number {
  return (learningRate * Math.sqrt(1 - power(ADAM.beta2, t))) / (1 - power(ADAM.beta1, t));
}

/** base^n by squaring: Math.pow leaves its last bit to the runtime. */
function power(base: number, n: number): number {
  let result = 1;
  for (let factor = base, left = n; left > 0; left = Math.floor(left / 2), factor *= factor) {
    if (left % 2 === 1) result *= factor;
  }
  return result;
}
