import type { DatasetDefinition, Distribution, SweepDefinition } from '@latentsweep/coordinator';
import { plural, printable } from '@latentsweep/core';
import { parameterText } from './config.ts';
import { count, short } from './number.ts';

/** Parameters that tell one config of the sweep from another. */
export function varyingParameters(definition: SweepDefinition): string[] {
  return definition.parameters.filter((p) => isVarying(p.distribution)).map((p) => p.name);
}

/** In a group whose parameters move together a parameter may be listed several times with one value. */
function isVarying(distribution: Distribution): boolean {
  if (distribution.kind === 'constant') return false;
  return distribution.kind !== 'categorical' || new Set(distribution.values.map(parameterText)).size > 1;
}

/** `0.01, 1`, `log_uniform_values 0.001 to 0.1`, … */
export function distributionText(distribution: Distribution): string {
  if (distribution.kind === 'constant') return parameterText(distribution.value);
  if (distribution.kind === 'categorical') {
    const { values, probabilities } = distribution;
    return values
      .map((value, i) => parameterText(value) + (probabilities ? ` (p ${short(probabilities[i]!)})` : ''))
      .join(', ');
  }
  const steps = 'q' in distribution ? ` in steps of ${short(distribution.q)}` : '';
  return `${distribution.kind} ${shapeText(distribution)}${steps}`;
}

function shapeText(shape: Exclude<Distribution, { readonly kind: 'constant' | 'categorical' }>): string {
  if ('min' in shape) return `${short(shape.min)} to ${short(shape.max)}`;
  if ('mu' in shape) return `mu ${short(shape.mu)} sigma ${short(shape.sigma)}`;
  return `a ${short(shape.a)} b ${short(shape.b)}`;
}

export function datasetText(dataset: DatasetDefinition): string {
  if (dataset.kind === 'simulated') {
    const { train, validation, test } = dataset;
    return `simulated, ${count(train)} training, ${count(validation)} validation and ${plural(test, 'test row')}`;
  }
  if (dataset.kind === 'program')
    return dataset.asked ? 'whoever asks' : `the program ${printable(dataset.name)}`;
  if (dataset.kind === 'images') return `images of ${printable(dataset.path)}`;
  const from = dataset.path ?? dataset.select ?? '';
  return `${printable(from)}, target ${printable(dataset.target)}`;
}
