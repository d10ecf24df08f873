import { factorCholesky, solveCholesky } from './cholesky.ts';
import { descend, type Point, pointAt } from './line.ts';
import type { Limits, Minimum, Objective } from './objective.ts';

/** A Hessian is taken again while a step by it leaves less than this of the gradient: it costs more than a step. */
const STILL_GOOD = 0.1;

/** Newton's method with the Hessian's Cholesky factor, and steps halved where a whole one gains nothing. */
export function newton(objective: Objective, start: Float64Array, limits: Limits): Minimum {
  let point = pointAt(objective, start);
  let norm = objective.norm(point.gradient);
  let factor: Float64Array | null = null;
  let iterations = 0;
  while (norm > limits.gradientNorm && iterations < limits.iterations) {
    const fresh = factor === null;
    factor ??= factorOf(objective);
    const next = descend(objective, point, stepBy(factor, point));
    if (!next) {
      if (fresh) break;
      factor = null;
      objective.at(point.parameters, new Float64Array(objective.size));
      continue;
    }
    iterations++;
    const before = norm;
    point = next;
    norm = objective.norm(point.gradient);
    if (!(norm < STILL_GOOD * before)) factor = null;
  }
  return {
    parameters: point.parameters,
    converged: norm <= limits.gradientNorm,
    iterations,
    gradientNorm: norm,
  };
}

function factorOf(objective: Objective): Float64Array {
  const hessian = new Float64Array(objective.size ** 2);
  objective.hessian(hessian);
  return factorCholesky(hessian, objective.size);
}

function stepBy(factor: Float64Array, { gradient }: Point): Float64Array {
  return solveCholesky(factor, gradient).map((part) => -part);
}
