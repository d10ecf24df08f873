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
  switch (distribution.kind) {
    case 'constant':
      return parameterText(distribution.value);
    case 'categorical': {
      const { values, probabilities } = distribution;
      return values
        .map((value, i) => parameterText(value) + (probabilities ? ` (p ${short(probabilities[i]!)})` : ''))
        .join(', ');
    }
    case 'int_uniform':
    case 'uniform':
    case 'log_uniform_values':
    case 'inv_log_uniform_values':
      return `${distribution.kind} ${short(distribution.min)} to ${short(distribution.max)}`;
    case 'q_uniform':
    case 'q_log_uniform_values': {
      const { kind, min, max, q } = distribution;
      return `${kind} ${short(min)} to ${short(max)} in steps of ${short(q)}`;
    }
    case 'normal':
    case 'log_normal':
      return `${distribution.kind} mu ${short(distribution.mu)} sigma ${short(distribution.sigma)}`;
    case 'q_normal':
    case 'q_log_normal': {
      const { kind, mu, sigma, q } = distribution;
      return `${kind} mu ${short(mu)} sigma ${short(sigma)} in steps of ${short(q)}`;
    }
    case 'beta':
      return `beta a ${short(distribution.a)} b ${short(distribution.b)}`;
    case 'q_beta': {
      const { a, b, q } = distribution;
      return `q_beta a ${short(a)} b ${short(b)} in steps of ${short(q)}`;
    }
  }
}

export function datasetText(dataset: DatasetDefinition): string {
  if (dataset.kind === 'simulated') {
    const { train, validation, test } = dataset;
    return `simulated, ${count(train)} training, ${count(validation)} validation and ${plural(test, 'test row')}`;
  }
  const from = dataset.path ?? dataset.select ?? '';
  return `${printable(from)}, target ${printable(dataset.target)}`;
}
