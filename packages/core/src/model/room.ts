import type { Network } from './network.ts';
import { classifierParts, vaeParts } from './parts.ts';

const FLOAT = 4;
/** A parameter's gradient, the optimizer's two means, and four partial sums beside itself. */
const OF_A_PARAMETER = 8;
/** A value that a layer makes, and its copy in another order. */
const OF_A_VALUE = 2;

/** About what training it needs at once, in bytes of single precision; rows to train on are apart. */
export function trainingBytes(network: Network, batchSize: number): number {
  const { layers, size } = 'latentSize' in network ? vaeParts(network) : classifierParts(network);
  const values = layers.reduce((sum, { outputs }) => sum + outputs, network.features);
  return FLOAT * (OF_A_PARAMETER * size + OF_A_VALUE * values * batchSize);
}
