import { ADAM } from '@latentsweep/core';

/**
 * Adam's learning rates of the steps to come, lr sqrt(1 - b2^t) / (1 - b1^t): in f64, which a GPU has not. Each call goes on
 * where the last one ended.
 */
export function adamRates(learningRate: number): (steps: number) => Float32Array {
  let power1 = 1;
  let power2 = 1;
  return (steps) =>
    Float32Array.from({ length: steps }, () => {
      power1 *= ADAM.beta1;
      power2 *= ADAM.beta2;
      return (learningRate * Math.sqrt(1 - power2)) / (1 - power1);
    });
}
