import type { ClassifierNetwork } from '../../model/network.ts';
import { type ClassifierParts, classifierParts } from '../../model/parts.ts';
import { Purpose } from '../../random/stream.ts';
import type {
  ClassifierCohort,
  ClassifierLane,
  ClassifierLosses,
  CohortShape,
  FitInput,
  Rows,
} from '../port.ts';
import { classifierForward } from './classifier.ts';
import { copyParameters, eachLane, laneAt } from './cohort.ts';
import { classifierLossAndGradient, meanClassifierLosses } from './gradient.ts';
import { createOptimizer, type Optimizer } from './optimizer.ts';
import { fitPasses } from './passes.ts';
import { gather } from './rows.ts';

interface Lane extends Omit<ClassifierLane, 'parameters'> {
  readonly w: Float64Array;
  readonly optimizer: Optimizer;
}

export function createClassifierCohort(
  shape: CohortShape<ClassifierNetwork>,
  given: readonly ClassifierLane[],
): ClassifierCohort {
  const parts = classifierParts(shape.network);
  const lanes: Lane[] = given.map(({ parameters, ...lane }) => ({
    ...lane,
    w: copyParameters(parameters, parts.size),
    optimizer: createOptimizer(shape.optimizer, parts.size, lane.learningRate),
  }));
  return {
    fit: (inputs) => eachLane(lanes, inputs, (lane, input) => fit(parts, shape.batchSize, lane, input)),
    predict: (inputs) =>
      eachLane(lanes, inputs, (lane, input) => predict(parts, lane.w, input.source, input.count)),
    parameters: (lane) => Float32Array.from(laneAt(lanes, lane).w),
    setParameters: (lane, parameters) => laneAt(lanes, lane).w.set(copyParameters(parameters, parts.size)),
    free() {},
  };
}

function fit(parts: ClassifierParts, batchSize: number, lane: Lane, input: FitInput): ClassifierLosses {
  const losses = fitPasses(input, batchSize, lane.seed, Purpose.classifierShuffle, (batch) => {
    const rows = Array.from(batch, (number) => ({
      ...gather(input.sources, number),
      weight: input.weights?.[number] ?? 1,
    }));
    const gradient = classifierLossAndGradient(parts, lane.w, rows);
    lane.optimizer.step(lane.w, gradient.dw);
    return gradient.losses;
  });
  return meanClassifierLosses(losses.flat());
}

function predict(parts: ClassifierParts, w: Float64Array, source: Rows, count: number): Float32Array {
  const p = Array.from({ length: count }, (_, number) => {
    const row = { ...gather([source], number), weight: 1 };
    return [...classifierForward(parts, w, row).head.p];
  });
  return Float32Array.from(p.flat());
}
