import { exp } from '../../math/elementary.ts';
import { exactInverse, scaledInverse } from './inverse-hessian.ts';
import { descend, pointAt } from './line.ts';
import { type Minimum, type Objective, TO_THE_END } from './objective.ts';
import { type InverseHessian, type Pair, remembered, wayDown } from './pairs.ts';

/** Parameters up to which a Hessian and its factor are cheaper than the many more steps without. */
const NARROW = 256;

/** Of parameters, so many make a Hessian as dear as a pass over the rows. */
const AS_DEAR_AS_A_PASS = 10;

/** How far above its course a gradient may be: it does not fall evenly. */
const ABOVE_COURSE = 2;

/**
 * Newton's method, from `start` or from zeros, with a Hessian that is kept for several steps, in between put right by what
 * they met (L-BFGS), and steps halved where a whole one gains nothing. A Hessian is taken again where the gradient does
 * not fall by a decade in the time that one takes. Objectives of many parameters go without, by their scales.
 */
export function minimise(objective: Objective, start: Float64Array | null, limits = TO_THE_END): Minimum {
  const narrow = objective.size <= NARROW;
  const fall = exp(-Math.LN10 / (1 + objective.size / AS_DEAR_AS_A_PASS));
  let point = pointAt(objective, start ?? new Float64Array(objective.size));
  let norm = objective.norm(point.gradient);
  let inverse: InverseHessian | null = null;
  let pairs: readonly Pair[] = [];
  /** Where the gradient's norm should be by now. */
  let course = norm;
  let iterations = 0;
  while (norm > limits.gradientNorm && iterations < limits.iterations) {
    const fresh = inverse === null;
    if (inverse === null) {
      inverse = narrow ? exactInverse(objective) : scaledInverse(objective);
      pairs = [];
      course = norm;
    }
    const next = descend(objective, point, wayDown(inverse, pairs, point));
    if (!next) {
      if (fresh) break;
      inverse = null;
      objective.at(point.parameters, new Float64Array(objective.size));
      continue;
    }
    iterations++;
    pairs = remembered(pairs, point, next);
    point = next;
    norm = objective.norm(point.gradient);
    course *= fall;
    if (narrow && !(norm < ABOVE_COURSE * course)) inverse = null;
    course = Math.min(course, norm);
  }
  return {
    parameters: point.parameters,
    converged: norm <= limits.gradientNorm,
    iterations,
    gradientNorm: norm,
  };
}
