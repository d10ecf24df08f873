export { ARM_NAMES, armNamed, BASELINE_ARM, IMAGE_ARMS, MAKING_ARMS } from './augment/arms.ts';
export { balancedRows, type ClassSizes } from './augment/sizes.ts';
export { type Bounds, inRange } from './bounds.ts';
export { canonicalJson } from './canonical-json.ts';
export { fitBoostedTrees } from './classifier/boosting/fit.ts';

export type { FittingRows } from './classifier/classifier.ts';
export { fitLogistic } from './classifier/linear/logistic.ts';
export type { FittedLinear } from './classifier/linear/model.ts';
export { AUGMENTATION } from './config/augmentation.ts';
export {
  type AnyConfig,
  BASELINE,
  type Config,
  canonicalConfig,
  generates,
  hasSteps,
  isBaseline,
  readConfig,
  type StepSettings,
  stepwise,
} from './config/config.ts';
export { baselineHash, configHash, resultKey, runHash } from './config/hash.ts';
export { PARAMETERS, parameterNamed, parametersBeside } from './config/parameters.ts';
export { type ProgramParameter, programSpace } from './config/program.ts';
export { type ConfigSpace, hashUpTo, lengthOf, mayOutlast, meantBeside } from './config/space.ts';
export { csvField, csvRecord } from './csv.ts';
export type { ClassCounts } from './dataset/class-counts.ts';
export { copyFinder, type LabelledRows } from './dataset/copies.ts';
export { cutMinority } from './dataset/cut.ts';
export {
  contentName,
  type Dataset,
  type DatasetSpec,
  type ImageSpec,
  type OwnDataSpec,
  ownData,
  type ProgramData,
  type SimulatedSpec,
  type TableSpec,
} from './dataset/dataset.ts';
export { fitDecoder } from './dataset/decode.ts';
export type { DecodedColumn } from './dataset/decoded-column.ts';
export {
  type ImageShape,
  type Images,
  layOutImages,
  openImages,
  pixelsOf,
} from './dataset/images/pack.ts';
export { type ImagesShape, imagesShape } from './dataset/images/shape.ts';
export { type ColumnLayout, columnsOf, numberColumns } from './dataset/layout.ts';
export { openContent } from './dataset/open.ts';
export { takeFeatures, takeLabels, takeRows } from './dataset/rows.ts';
export { SPLITS } from './dataset/shares.ts';
export { DECK_COEFFICIENTS } from './dataset/simulated.ts';
export type { SplitRule } from './dataset/split.ts';
export { neededSplits } from './dataset/split-groups.ts';
export { type RowDecoder, rowDecoder } from './dataset/tabular/decode.ts';
export { type ColumnDecoding, columnDecodings } from './dataset/tabular/decoding.ts';
export { naturalOrder } from './dataset/tabular/natural-order.ts';
export { type OpenTable, openTable } from './dataset/tabular/open-table.ts';
export {
  type Cells,
  type PreparedColumn,
  prepareCells,
  preparedColumns,
  preparedWidth,
} from './dataset/tabular/preparation.ts';
export { prepareTable } from './dataset/tabular/prepare.ts';
export { type TableShape, tableShape } from './dataset/tabular/shape.ts';
export { duration } from './duration.ts';
export { type BandWish, bandsOf } from './early/bands.ts';
export type { EarlyRule } from './early/early.ts';
export { judgeBand } from './early/judge-band.ts';
export { type Computer, computerText } from './engine/computer.ts';
export { differInRuntime, type EngineId, formatEngineId, parseEngineId } from './engine/id.ts';
export {
  BackendMissing,
  type EngineKind,
  type EngineOptions,
  isDeviceFull,
  isDeviceLost,
  type SelfTest,
  Unsupported,
} from './engine/kind.ts';
export { checkLane, checkParameters, eachLane } from './engine/lanes.ts';
export type * from './engine/port.ts';
export { createReferenceEngine, REFERENCE } from './engine/reference/engine.ts';
export { FloatRows, ownRows } from './engine/rows.ts';
export type * from './engine/setup.ts';
export { type EngineTraits, type EngineVariant, ONE_CORE } from './engine/variant.ts';
export { type Fault, InputError, LatentsweepError, reasonOf } from './error.ts';
export { detection } from './generated/detection.ts';
export { pairTrends } from './generated/pairs.ts';
export { columnShapes } from './generated/shapes.ts';
export { type TableColumn, tableColumns } from './generated/table-column.ts';
export { TREES } from './importance/fanova.ts';
export { judgeParameters, RESAMPLES, type ShareInterval } from './importance/judge.ts';
export { exp, log, sigmoid } from './math/elementary.ts';
export { bothSplits, CURVES, MEASURES, METRICS, measureNamed } from './measure/catalogue.ts';
export type { Curves, Measure, Measured, MeasureValue } from './measure/measure.ts';
export { type RankCurves, rankCurves } from './metric/rank-curves.ts';
export { calibrationError, type Reliability, reliability } from './metric/reliability.ts';
export { predictedClass } from './metric/threshold.ts';
export { misfit } from './model/fit.ts';
export { initialClassifier, initialVae } from './model/initial.ts';
export type { Conv } from './model/layer/conv.ts';
export type { ConvTranspose } from './model/layer/conv-transpose.ts';
export type { Dense } from './model/layer/dense.ts';
export { hasRelu, type LayerOf, productsOf } from './model/layer/kinds.ts';
export type { Pool } from './model/layer/pool.ts';
export { layersOf } from './model/layer/text.ts';
export type { Upsample } from './model/layer/upsample.ts';
export { layeredVae } from './model/layered-vae.ts';
export {
  type ClassifierNetwork,
  classInputs,
  type DenseVae,
  denseClassifier,
  denseVae,
  EDGE,
  headOutputs,
  LEAST_VARIANCE,
  type Network,
  type Output,
  type VaeNetwork,
} from './model/network.ts';
export { ADAM, type OptimizerKind, RMSPROP } from './model/optimizer.ts';
export {
  type ClassifierParts,
  classifierParts,
  unmirrored,
  unsupported,
  type VaeParts,
  vaeParts,
} from './model/parts.ts';
export { trainingBytes } from './model/room.ts';
export { isMisspelt, nearest, nearestOf } from './nearest.ts';
export {
  type Condition,
  isList,
  type Parameter,
  type ParameterValue,
  type TextForm,
  type Values,
} from './parameter/parameter.ts';
export { TABLE_VAE_DEFAULTS } from './parameter/table-defaults.ts';
export { applies, complete, conditionsOf, decidersOf, defaultOf } from './parameter/tree.ts';
export { printable, UNPRINTABLE } from './printable.ts';
export { CONFIG_MACROS, macroIn, macroNames, scriptIn, startOf, unknownMacro } from './program/command.ts';
export type { ProgramDeclaration, ProgramLimits, ReportWay } from './program/declaration.ts';
export { labelOf, PROGRAM_ENGINE, runsPrograms } from './program/engine.ts';
export { LARGEST_METRIC, METRIC_NAME, MOST_METRICS, MOST_POINTS } from './program/limits.ts';
export { environmentName, PROGRAM_NAME, programNameOf } from './program/name.ts';
export type { ConfigWay, ProgramSpec, Summary } from './program/spec.ts';
export { isComparator } from './race/comparator.ts';
export { pocockLevel } from './race/pocock.ts';
export { isTied, leastSurvivors, type RaceDecision, race } from './race/race.ts';
export type { RaceRules, Racer } from './race/racer.ts';
export { philox } from './random/philox.ts';
export {
  deriveSeed,
  Purpose,
  type Seed,
  Stream,
  seedFromHex,
  seedToHex,
  shuffle,
  stepNormals,
  stepWords,
} from './random/stream.ts';
export { hasPassword, redacted, withoutPassword } from './redact.ts';
export { shellWord } from './shell.ts';
export { spelled } from './spelled.ts';
export { betaBelow, betaQuantile } from './statistics/beta-law.ts';
export { holm } from './statistics/holm.ts';
export { hypervolume, mostVolume } from './statistics/hypervolume.ts';
export { GOOD_SHARE, importances } from './statistics/importance.ts';
export { meanInterval } from './statistics/mean-interval.ts';
export { normalBelow, normalQuantile } from './statistics/normal-law.ts';
export { crowdingOf, frontsOf, frontWith, type Point } from './statistics/pareto.ts';
export { principalComponents, projected } from './statistics/principal-components.ts';
export { rankCorrelation } from './statistics/rank-correlation.ts';
export {
  classesOf,
  predictClasses,
  type TrainedClassifier,
} from './trained/classifier.ts';
export type { TrainedGenerator } from './trained/generator.ts';
export { latentSpace } from './trained/latent.ts';
export { type TrainedLayer, trainedLayer } from './trained/layer.ts';
export { freeDataset, type LoadedDataset, loadDataset, prepareDataset } from './trial/load.ts';
export type { Maker } from './trial/maker.ts';
export { classifierOf, vaeOf } from './trial/networks.ts';
export { outputsOf } from './trial/outputs.ts';
export type { MadeRows, PredictedRows, Predictions } from './trial/predictions.ts';
export type { FailedTrial, TrialResult } from './trial/result.ts';
export { runTrials, type TrainedModel, type TrialHooks } from './trial/run.ts';
export { shapeOf } from './trial/shape.ts';
export type { TrialLane } from './trial/trial-lane.ts';
export { MOST_NEEDED } from './verdict/difference.ts';
export { type JudgedConfig, MOST_RATES, verdictMaterial } from './verdict/gather.ts';
export type { ArmGroup, VerdictMaterial } from './verdict/material.ts';
export { type ComparatorName, isPlacebo } from './verdict/roles.ts';
export {
  type MissingComparison,
  type NamedConfig,
  type NoVerdict,
  type Verdict,
  type VerdictComparison,
  verdictOn,
} from './verdict/verdict.ts';
export { grouped, plural } from './words.ts';
