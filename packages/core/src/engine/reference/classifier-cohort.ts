import type { ClassifierNetwork } from '../../model/network.ts';
import { type ClassifierParts, classifierParts } from '../../model/parts.ts';
import { Purpose } from '../../random/stream.ts';
import { checkParameters, eachLane } from '../lanes.ts';
import type {
  ClassifierCohort,
  ClassifierLane,
  ClassifierLosses,
  CohortShape,
  FitInput,
  Rows,
} from '../port.ts';
import { classifierForward } from './classifier.ts';
import { laneAt, type Trained, trainedLanes } from './cohort.ts';
import { classifierLossAndGradient, meanLosses } from './gradient.ts';
import { batchDropped } from './noise.ts';
import { fitPasses } from './passes.ts';
import { gather } from './rows.ts';

export function createClassifierCohort(
  shape: CohortShape<ClassifierNetwork>,
  given: readonly ClassifierLane[],
): ClassifierCohort {
  const parts = classifierParts(shape.network);
  const lanes = trainedLanes(given, parts.size, shape.optimizer);
  return {
    fit: (inputs) =>
      eachLane(lanes.length, inputs, (input, k) => fit(parts, shape.batchSize, lanes[k]!, input)),
    predict: (inputs) =>
      eachLane(lanes.length, inputs, ({ source, count }, k) => predict(parts, lanes[k]!.w, source, count)),
    parameters: (lane) => Float32Array.from(laneAt(lanes, lane).w),
    setParameters(lane, parameters) {
      checkParameters(parameters, parts.size);
      laneAt(lanes, lane).w.set(parameters);
    },
    free() {},
  };
}

function fit(
  parts: ClassifierParts,
  batchSize: number,
  lane: Trained<ClassifierLane>,
  input: FitInput,
): ClassifierLosses {
  const losses = fitPasses(input, batchSize, lane.seed, Purpose.classifierShuffle, (batch, round, step) => {
    const keep = batchDropped(parts.hidden, { seed: lane.seed, round, step, batchSize });
    const rows = Array.from(batch, (number, b) => ({
      ...gather(input.sources, number),
      weight: input.weights?.[number] ?? 1,
      keep: keep(b),
    }));
    const gradient = classifierLossAndGradient(parts, lane.w, rows);
    lane.step(lane.w, gradient.dw);
    return gradient.losses;
  });
  return meanLosses(['loss', 'accuracy'], losses.flat());
}

function predict(parts: ClassifierParts, w: Float64Array, source: Rows, count: number): Float32Array {
  const p = Array.from({ length: count }, (_, number) => {
    const row = { ...gather([source], number), weight: 1 };
    return [...classifierForward(parts, w, row).head.p];
  });
  return Float32Array.from(p.flat());
}
