import {
  armNamed,
  balancedRows,
  type ClassSizes,
  type ColumnLayout,
  type Config,
  classifierOf,
  classifierParts,
  generates,
  headOutputs,
  type ImageShape,
  productsOf,
  type StepSettings,
  stepwise,
  vaeOf,
  vaeParts,
} from '@latentsweep/core';
import type { DatasetDefinition } from '../port.ts';

/** What the cost of an epoch depends on. Rows are those of the training split. */
export interface DataShape extends ClassSizes {
  readonly features: number;
  /** Of images. */
  readonly shape?: ImageShape;
  /** The columns of a table, of which a VAE makes its decoder; numbers where there are none. */
  readonly columns?: readonly ColumnLayout[];
}

/** Expected class sizes of simulated data; classes without a given prior count as equal. */
export function simulatedShape(dataset: Extract<DatasetDefinition, { kind: 'simulated' }>): DataShape {
  const { coefficients, prior, train } = dataset;
  const classes = coefficients.length === 1 ? 2 : coefficients.length;
  const majority = prior === null ? 1 / classes : classes === 2 ? prior[0]! : Math.max(...prior);
  const majorityRows = Math.round(train * majority);
  return {
    majorityRows,
    minorityRows: train - majorityRows,
    features: coefficients[0]!.length,
    classes,
    balance: 'original',
  };
}

/**
 * What a measured rate turns into seconds: rows times weights, those of a convolution for each of its windows, over all optimizer steps of one training run, to its last
 * epoch. Evaluation is left out, and so is a classifier that is fitted beside a VAE: that is work of milestones.
 */
export function workOfRun(config: Config, shape: DataShape): number {
  const rows = armNamed.get(config.arm)!.passRows(shape, config);
  const classifierWork = stepwise(config)
    ? rowsOfSteps(config, rows) *
      config.classifier_epochs *
      productsOf(classifierParts(classifierOf(config, shape)).layers)
    : rows * workOfFit(config, shape);
  if (!generates(config)) return config.epochs * classifierWork;
  const vaeRows = rowsOfSteps(config, balancedRows(shape)) * config.vae_epochs;
  const ofAnEpoch = stepwise(config) ? classifierWork : 0;
  return config.epochs * (vaeRows * productsOf(vaeParts(vaeOf(config, shape)).layers) + ofAnEpoch);
}

/** Of one pass. */
function rowsOfSteps(config: StepSettings, rows: number): number {
  return config.steps_per_epoch === 0 ? rows : config.steps_per_epoch * config.batch_size;
}

/** Passes over the rows of what is fitted in one go, about, times the values that it has for each column. */
function workOfFit(config: Exclude<Config, { readonly classifier: 'ffn' }>, shape: DataShape): number {
  const values = (shape.features + 1) * headOutputs(shape.classes);
  return values * (config.classifier === 'boosted_trees' ? config['trees.max_iter'] : PASSES_OF_LINEAR);
}

const PASSES_OF_LINEAR = 20;
