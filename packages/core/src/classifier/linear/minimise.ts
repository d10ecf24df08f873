import { lbfgs } from './lbfgs.ts';
import { newton } from './newton.ts';
import { type Minimum, type Objective, TO_THE_END } from './objective.ts';

/** Parameters up to which a Hessian and its factor are cheaper than the many more steps without. */
const NARROW = 256;

/** By Newton's method for few parameters, by L-BFGS for many. From `start`, or from zeros. */
export function minimise(objective: Objective, start: Float64Array | null, limits = TO_THE_END): Minimum {
  const method = objective.size <= NARROW ? newton : lbfgs;
  return method(objective, start ?? new Float64Array(objective.size), limits);
}
