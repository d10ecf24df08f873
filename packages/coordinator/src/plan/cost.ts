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

/** Optimizer steps, and rows times weights over all of them: what a measured rate turns into seconds. */
export interface Cost {
  readonly vaeSteps: number;
  readonly vaeWork: number;
  readonly classifierSteps: number;
  readonly classifierWork: number;
}

export const NO_COST: Cost = { vaeSteps: 0, vaeWork: 0, classifierSteps: 0, classifierWork: 0 };

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

/** An estimate for one training run of one replicate, to its last epoch. Evaluation is left out. */
export function costOfRun(config: Config, shape: DataShape): Cost {
  const steps = (rows: number) => Math.ceil(rows / config.batch_size);
  const classifierRows =
    armNamed.get(config.arm)!.passRows(shape, config) * config.classifier_epochs * config.epochs;
  const classifier = {
    classifierSteps: steps(classifierRows),
    classifierWork: classifierRows * classifierParts(classifierOf(config, shape)).size,
  };
  if (!generates(config)) return { ...NO_COST, ...classifier };
  const vaeRows = balancedRows(shape) * config.vae_epochs * config.epochs;
  return {
    vaeSteps: steps(vaeRows),
    vaeWork: vaeRows * vaeParts(vaeOf(config, shape)).size,
    ...classifier,
  };
}

export function addCosts(a: Cost, b: Cost): Cost {
  return combine(a, (value, key) => value + b[key]);
}

export function scaleCost(cost: Cost, factor: number): Cost {
  return combine(cost, (value) => value * factor);
}

function combine(cost: Cost, change: (value: number, key: keyof Cost) => number): Cost {
  return {
    vaeSteps: change(cost.vaeSteps, 'vaeSteps'),
    vaeWork: change(cost.vaeWork, 'vaeWork'),
    classifierSteps: change(cost.classifierSteps, 'classifierSteps'),
    classifierWork: change(cost.classifierWork, 'classifierWork'),
  };
}
