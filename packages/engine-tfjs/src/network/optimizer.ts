import { ADAM, type OptimizerKind, RMSPROP } from '@latentsweep/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Constants } from './constants.ts';

/** One step of K lanes at once. Slots are parameters, then the state (see core's model/optimizer.ts), [K, P] each. */
export interface Optimizer {
  /** Parameters and state. */
  readonly slots: number;
  /** A lane's rate for its step `t` (from 1) at a learning rate. */
  rate(learningRate: number, t: number): number;
  /** New slots from the gradient [K, P] and the rates [K, 1]. */
  step(slots: readonly tf.Tensor2D[], gradient: tf.Tensor2D, rates: tf.Tensor2D): tf.Tensor2D[];
}

export function createOptimizer(kind: OptimizerKind, constants: Constants): Optimizer {
  return kind === 'rmsprop' ? rmsprop(constants) : adam(constants);
}

/** share * old + (1 - share) * value */
const mix = (constants: Constants, share: number, old: tf.Tensor, value: tf.Tensor): tf.Tensor2D =>
  tf.add(tf.mul(old, constants.of(share)), tf.mul(value, constants.of(1 - share)));

function rmsprop(constants: Constants): Optimizer {
  const { rho, epsilon } = RMSPROP;
  return {
    slots: 2,
    rate: (learningRate) => learningRate,
    step([w, v], g, rates) {
      const next = mix(constants, rho, v!, tf.square(g));
      const root = tf.sqrt(tf.add(next, constants.of(epsilon)));
      return [tf.sub(w!, tf.div(tf.mul(g, rates), root)), next];
    },
  };
}

function adam(constants: Constants): Optimizer {
  const { beta1, beta2, epsilon } = ADAM;
  return {
    slots: 3,
    rate: (learningRate, t) => (learningRate * Math.sqrt(1 - power(beta2, t))) / (1 - power(beta1, t)),
    step([w, m, v], g, rates) {
      const first = mix(constants, beta1, m!, g);
      const second = mix(constants, beta2, v!, tf.square(g));
      const root = tf.add(tf.sqrt(second), constants.of(epsilon));
      return [tf.sub(w!, tf.div(tf.mul(first, rates), root)), first, second];
    },
  };
}

/** base^n by squaring: Math.pow leaves its last bit to the runtime. */
function power(base: number, n: number): number {
  let result = 1;
  for (let factor = base, left = n; left > 0; left = Math.floor(left / 2), factor *= factor) {
    if (left % 2 === 1) result *= factor;
  }
  return result;
}
