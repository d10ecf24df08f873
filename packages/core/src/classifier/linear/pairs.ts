import { dot, type Point } from './line.ts';

/** Steps that are remembered. */
const MEMORY = 12;

/** A step and the change of the gradient over it. */
export interface Pair {
  readonly step: Float64Array;
  readonly change: Float64Array;
  /** Their product, positive. */
  readonly curvature: number;
}

/** About the inverse of a Hessian, times a vector. `last`: what the last step by it met. */
export type InverseHessian = (vector: Float64Array, last: Pair | undefined) => Float64Array;

/** The last pairs with that of one more step, where it has a curvature. */
export function remembered(pairs: readonly Pair[], from: Point, to: Point): readonly Pair[] {
  const step = to.parameters.map((value, i) => value - from.parameters[i]!);
  const change = to.gradient.map((value, i) => value - from.gradient[i]!);
  const curvature = dot(step, change);
  if (!(curvature > 0)) return pairs;
  return [...pairs.slice(1 - MEMORY), { step, change, curvature }];
}

/**
 * The way down from a point, by an inverse of the Hessian that has been put right by what the last steps met (L-BFGS;
 * Nocedal and Wright, Numerical Optimization, algorithm 7.4).
 */
export function wayDown(inverse: InverseHessian, pairs: readonly Pair[], { gradient }: Point): Float64Array {
  const left = gradient.map((part) => -part);
  const back = new Float64Array(pairs.length);
  for (let i = pairs.length - 1; i >= 0; i--) {
    const { step, change, curvature } = pairs[i]!;
    back[i] = dot(step, left) / curvature;
    add(left, change, -back[i]!);
  }
  const way = inverse(left, pairs.at(-1));
  pairs.forEach(({ step, change, curvature }, i) => {
    add(way, step, back[i]! - dot(change, way) / curvature);
  });
  return way;
}

function add(to: Float64Array, what: Float64Array, times: number): void {
  for (let i = 0; i < to.length; i++) to[i] = to[i]! + times * what[i]!;
}
