import {
  armNamed,
  balancedRows,
  type ClassSizes,
  type Config,
  classifierOf,
  classifierParts,
  generates,
  vaeOf,
  vaeParts,
} from '@latentsweep/core';
import type { DatasetDefinition } from '../port.ts';

/** What the cost of an epoch depends on. Rows are those of the training split. */
export interface DataShape extends ClassSizes {
  readonly features: number;
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
 * What a measured rate turns into seconds: rows times weights over all optimizer steps of one training run, to its last
 * epoch. Evaluation is left out.
 */
export function workOfRun(config: Config, shape: DataShape): number {
  const classifierRows =
    armNamed.get(config.arm)!.passRows(shape, config) * config.classifier_epochs * config.epochs;
  const classifierWork = classifierRows * classifierParts(classifierOf(config, shape)).size;
  if (!generates(config)) return classifierWork;
  const vaeRows = balancedRows(shape) * config.vae_epochs * config.epochs;
  return vaeRows * vaeParts(vaeOf(config, shape)).size + classifierWork;
}
