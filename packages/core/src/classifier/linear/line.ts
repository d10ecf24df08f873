import type { Objective } from './objective.ts';

/** A point of a minimisation, with what the objective is there. */
export interface Point {
  readonly parameters: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
}

export function pointAt(objective: Objective, parameters: Float64Array): Point {
  const gradient = new Float64Array(objective.size);
  return { parameters, value: objective.at(parameters, gradient), gradient };
}

/** Of the slope, the share that a step has to gain (Armijo; Nocedal and Wright, Numerical Optimization, 3.1). */
const GAIN = 1e-4;
/** Differences of the value below this share of it are rounding. */
const ROUNDING = 1e-14;
const MOST_HALVINGS = 40;

/** The first of the steps d, d / 2, d / 4 … that is worth it; null where none is, or d does not lead down. */
export function descend(objective: Objective, from: Point, direction: Float64Array): Point | null {
  const slope = dot(from.gradient, direction);
  if (!(slope < 0)) return null;
  let step = 1;
  for (let halvings = 0; halvings <= MOST_HALVINGS; halvings++, step /= 2) {
    const to = pointAt(objective, moved(from.parameters, direction, step));
    if (to.value <= from.value + GAIN * step * slope + ROUNDING * Math.abs(from.value)) return to;
  }
  return null;
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function moved(from: Float64Array, direction: Float64Array, step: number): Float64Array {
  const to = from.slice();
  for (let i = 0; i < to.length; i++) to[i] = to[i]! + step * direction[i]!;
  return to;
}
