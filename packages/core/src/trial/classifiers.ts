import type { TrainingSet } from '../augment/arm.ts';
import type { ClassifierLosses } from '../engine/port.ts';
import type { TrainedClassifier } from '../trained/classifier.ts';
import type { LaneState } from './lane.ts';

/** Chooses lanes. */
export type Wanted = (state: LaneState) => boolean;

/** One classifier a lane of a cohort, whatever they are. */
export interface Classifiers {
  /** Whether there is anything to learn in this epoch from a lane that is not at a milestone. */
  readonly byEpoch: boolean;
  /** Fits to each lane's training set, null for one that sits out. Null where there is no loss to tell of. */
  fit(epoch: number, sets: readonly (TrainingSet | null)[]): Promise<(ClassifierLosses | null)[]>;
  /** Probabilities of a split's rows, [count, P], moved by the lane's prior shift. */
  predict(split: 'validation' | 'test', wanted: Wanted): Promise<(Float32Array | null)[]>;
  /** Takes the best weights of lanes that have kept some; the returned function goes back to those of now. */
  best(wanted: Wanted): Promise<() => Promise<void>>;
  /** Keeps the weights of now as a lane's best. */
  keep(lane: number): Promise<void>;
  /** A lane's classifier by its best weights, as plain data. */
  trained(lane: number): Promise<TrainedClassifier>;
  /** Whether a lane's fit ended before its end. */
  cutOff(lane: number): boolean;
}
