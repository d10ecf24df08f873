import { lbfgs } from './lbfgs.ts';
import { newton } from './newton.ts';
import type { Minimum, Objective } from './objective.ts';

/** Parameters up to which a Hessian and its factor are cheaper than the many more steps without. */
const NARROW = 256;

/** By Newton's method for few parameters, by L-BFGS for many. From `start`, or from zeros. */
export function minimise(
  objective: Objective,
  start: Float64Array = new Float64Array(objective.size),
): Minimum {
  return objective.size <= NARROW ? newton(objective, start) : lbfgs(objective, start);
}
