import type { TensorInfo } from '@tensorflow/tfjs-core';
import { compiled } from '../compiled.ts';

/**
 * What assembly/ exports; its comments say what each does. Operands are addresses and sizes in bytes, or counts;
 * the names are those of the parameters there.
 */
export interface Kernels {
  /** lanes, rows, inputs, outputs, x, w, wLane, relu, y, panel */
  dense: Kernel<10>;
  /** lanes, rows, inputs, outputs, dy, w, wLane, dx, plus, gate, scales, panel */
  inputGradient: Kernel<12>;
  /** lanes, rows, inputs, outputs, x, w, wLane, y, gate, scales, panel */
  product: Kernel<11>;
  /** lanes, rows, inputs, outputs, x, dy, g, gLane, panel */
  weightGradient: Kernel<9>;
  /** lanes, rows, outputs, dy, g, gLane, panel */
  biasGradient: Kernel<7>;
  /** bytes, mu, sigma, eps, z */
  sample: Kernel<5>;
  /** rows, row, dz, mu, sigma, eps, scales, dmu, ds */
  latentGradient: Kernel<9>;
  /** rows, row, p, t, scales, da */
  errors: Kernel<6>;
  /** rows, row, dp, p, x, scales, squared, da */
  logitGradient: Kernel<8>;
  /** bytes, p, out */
  likelier: Kernel<3>;
  /** lanes, rows, row, weights, a, t, l, out, panel */
  crossEntropySums: Kernel<9>;
  /** lanes, rows, row, weights, p, t, out, panel */
  squaredSums: Kernel<8>;
  /** lanes, rows, row, weights, mu, s, sigma, out, panel */
  klSums: Kernel<9>;
  /** lanes, rows, row, weights, values, out, panel */
  rowSums: Kernel<7>;
  /** lanes, rows, mask, p, t, out */
  correctSums: Kernel<6>;
  /** lanes, row, w, v, g, rates, rho, rest, epsilon, wNext, vNext */
  rmsprop: Kernel<11>;
  /** lanes, row, w, m, v, g, rates, beta1, rest1, beta2, rest2, epsilon, wNext, mNext, vNext */
  adam: Kernel<15>;
}

/** A number, or a tensor for its address. */
type Operand = number | TensorInfo;
type Operands<N extends number, Made extends Operand[] = []> = Made['length'] extends N
  ? Made
  : Operands<N, [...Made, Operand]>;
type Kernel<N extends number> = (...given: Operands<N>) => void;

/** The kernels over this memory. Throws LatentsweepError `kernels_missing` where they have not been built. */
export function instantiate(memory: WebAssembly.Memory, address: (tensor: TensorInfo) => number): Kernels {
  const { exports } = new WebAssembly.Instance(compiled('kernels'), { env: { memory } });
  const wordOf = (given: Operand) => (typeof given === 'number' ? given : address(given));
  const kernels = Object.entries(exports as Record<string, (...words: number[]) => void>).map(
    ([name, kernel]) => [name, (...given: Operand[]) => kernel(...given.map(wordOf))],
  );
  return Object.fromEntries(kernels) as Kernels;
}
