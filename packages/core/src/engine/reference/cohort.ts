import type { OptimizerKind } from '../../model/optimizer.ts';
import { checkLane, checkParameters } from '../lanes.ts';
import { createOptimizer, type Step } from './optimizer.ts';

/** What is given of a lane, with its parameters in f64 and what trains them. */
export type Trained<Given> = Omit<Given, 'parameters'> & {
  readonly w: Float64Array;
  readonly step: Step;
};

interface AnyLane {
  readonly parameters: Float32Array;
  readonly learningRate: number;
}

/**
 * The lanes of a cohort, for which it is a plain loop: what a lane does never depends on the lanes beside it. Throws
 * RangeError where a lane has not `size` parameters.
 */
export function trainedLanes<Given extends AnyLane>(
  given: readonly Given[],
  size: number,
  kind: OptimizerKind,
): Trained<Given>[] {
  return given.map(({ parameters, ...lane }) => {
    checkParameters(parameters, size);
    const step = createOptimizer(kind, size, lane.learningRate);
    return { ...lane, w: Float64Array.from(parameters), step };
  });
}

export function laneAt<Lane>(lanes: readonly Lane[], k: number): Lane {
  checkLane(k, lanes.length);
  return lanes[k]!;
}
