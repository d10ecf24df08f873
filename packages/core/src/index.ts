export { ARM_NAMES, type ArmName, armNamed, BASELINE_ARM } from './augment/arms.ts';
export { balancedRows, type ClassSizes } from './augment/sizes.ts';
export {
  BASELINE,
  baselineOf,
  type Config,
  canonicalConfig,
  generates,
  isBaseline,
  readConfig,
} from './config/config.ts';
export { baselineHash, configHash, resultKey, runHash } from './config/hash.ts';
export { PARAMETERS, parameterNamed, parametersBeside } from './config/parameters.ts';
export * from './dataset/dataset.ts';
export { DECK_COEFFICIENTS } from './dataset/simulated.ts';
export type { SplitRule } from './dataset/split.ts';
export { prepareTable } from './dataset/tabular/prepare.ts';
export { type TableShape, tableShape } from './dataset/tabular/shape.ts';
export { backendOf } from './engine/backend.ts';
export type * from './engine/port.ts';
export { createReferenceEngine } from './engine/reference/engine.ts';
export { type Fault, InputError, LatentsweepError } from './error.ts';
export { exp, log, sigmoid } from './math/elementary.ts';
export * from './metric/metrics.ts';
export * from './model/network.ts';
export { ADAM, RMSPROP } from './model/optimizer.ts';
export { isMisspelt, nearest, nearestOf } from './nearest.ts';
export type { Parameter, ParameterValue, Values } from './parameter/parameter.ts';
export { applies, complete, decidersOf, defaultOf } from './parameter/tree.ts';
export { philox } from './random/philox.ts';
export * from './random/stream.ts';
export type { TrialLane } from './trial/lane.ts';
export * from './trial/load.ts';
export * from './trial/result.ts';
export { runTrials, type TrialHooks } from './trial/run.ts';
export { shapeOf } from './trial/shape.ts';
export { grouped, plural } from './words.ts';
