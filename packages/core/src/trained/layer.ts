import type { Dense } from '../model/layer/dense.ts';

/** A dense layer with its parameters: y = x W + b, W [inputs, units] row-major, b [units]. */
export interface TrainedLayer {
  readonly inputs: number;
  readonly units: number;
  readonly weights: Float32Array;
  readonly biases: Float32Array;
}

/** `parameters`: of the whole network, flat. */
export function trainedLayer(
  { at, inputs, outputs: units }: Pick<Dense, 'at' | 'inputs' | 'outputs'>,
  parameters: Float32Array,
): TrainedLayer {
  const end = at + inputs * units;
  return {
    ...{ inputs, units },
    weights: parameters.subarray(at, end),
    biases: parameters.subarray(end, end + units),
  };
}
