import { descend, dot, type Point, pointAt } from './line.ts';
import type { Limits, Minimum, Objective } from './objective.ts';

/** Steps that are remembered. */
const MEMORY = 12;

interface Pair {
  readonly step: Float64Array;
  readonly change: Float64Array;
  readonly curvature: number;
}

/**
 * L-BFGS: the Hessian's inverse is put together from the last steps and the changes of the gradient over them, beginning
 * with the objective's scales (Nocedal and Wright, Numerical Optimization, algorithms 7.4 and 7.5).
 */
export function lbfgs(objective: Objective, start: Float64Array, limits: Limits): Minimum {
  let point = pointAt(objective, start);
  let norm = objective.norm(point.gradient);
  let pairs: readonly Pair[] = [];
  let iterations = 0;
  while (norm > limits.gradientNorm && iterations < limits.iterations) {
    const next = descend(objective, point, direction(objective, pairs, point));
    if (!next) {
      if (pairs.length === 0) break;
      pairs = [];
      continue;
    }
    iterations++;
    pairs = remembered(pairs, point, next);
    point = next;
    norm = objective.norm(point.gradient);
  }
  return {
    parameters: point.parameters,
    converged: norm <= limits.gradientNorm,
    iterations,
    gradientNorm: norm,
  };
}

function remembered(pairs: readonly Pair[], from: Point, to: Point): readonly Pair[] {
  const step = to.parameters.map((value, i) => value - from.parameters[i]!);
  const change = to.gradient.map((value, i) => value - from.gradient[i]!);
  const curvature = dot(step, change);
  if (!(curvature > 0)) return pairs;
  return [...pairs.slice(1 - MEMORY), { step, change, curvature }];
}

/** The two loops of algorithm 7.4. */
function direction({ scales }: Objective, pairs: readonly Pair[], { gradient }: Point): Float64Array {
  const d = gradient.map((part) => -part);
  const back = new Float64Array(pairs.length);
  for (let i = pairs.length - 1; i >= 0; i--) {
    const { step, change, curvature } = pairs[i]!;
    back[i] = dot(step, d) / curvature;
    add(d, change, -back[i]!);
  }
  const last = pairs.at(-1);
  const fit = last ? last.curvature / scaledSquare(last.change, scales) : 1;
  for (let i = 0; i < d.length; i++) d[i] = (d[i]! * fit) / scales[i]!;
  pairs.forEach(({ step, change, curvature }, i) => {
    add(d, step, back[i]! - dot(change, d) / curvature);
  });
  return d;
}

function scaledSquare(of: Float64Array, scales: Float64Array): number {
  return of.reduce((sum, value, i) => sum + (value * value) / scales[i]!, 0);
}

function add(to: Float64Array, what: Float64Array, times: number): void {
  for (let i = 0; i < to.length; i++) to[i] = to[i]! + times * what[i]!;
}
