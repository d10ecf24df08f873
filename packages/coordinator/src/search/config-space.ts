import {
  AUGMENTATION,
  type Bounds,
  type ConfigSpace,
  type ParameterValue,
  type ProgramParameter,
  programSpace,
} from '@latentsweep/core';
import type { Distribution, SweepDefinition, SweptParameter } from '../port.ts';

/** Definitions do not change; some are asked for each config. */
const made = new WeakMap<readonly SweptParameter[], ConfigSpace>();

/** What configs the sweep can have: of the table, or, where it runs a program of the user's own, of what its file lists. */
export function configSpaceOf({
  dataset,
  parameters,
}: Pick<SweepDefinition, 'dataset' | 'parameters'>): ConfigSpace {
  if (dataset?.kind !== 'program') return AUGMENTATION;
  const known = made.get(parameters);
  if (known) return known;
  const space = programSpace(parameters.map(programParameter));
  made.set(parameters, space);
  return space;
}

/** What is told of a parameter by how it is chosen. */
function programParameter({ name, distribution, when, otherwise }: SweptParameter): ProgramParameter {
  return {
    ...{ name, description: '', ...domainOf(distribution) },
    // Where it is not swept and the file has no other value for it, no config has it.
    ...(when && otherwise === undefined ? { needs: when } : {}),
    ...(otherwise === undefined ? {} : { default: otherwise }),
  };
}

/** That a program can be given: far from where sums of them are no numbers. */
export const NUMBERS = { minimum: -1e300, maximum: 1e300 } as const;

type DomainOf = { readonly default: ParameterValue } & (
  | ({ readonly type: 'integer' | 'number' } & Bounds)
  | { readonly type: 'choice'; readonly choices: readonly string[] }
  | { readonly type: 'boolean' | 'mixed' }
);

function domainOf(distribution: Distribution): DomainOf {
  switch (distribution.kind) {
    case 'constant':
      return domainOfValues([distribution.value]);
    case 'categorical':
      return domainOfValues(distribution.values);
    case 'int_uniform':
      return { type: 'integer', ...boundsOf(distribution), default: distribution.min };
    case 'uniform':
    case 'log_uniform_values':
    case 'inv_log_uniform_values':
    case 'q_uniform':
    case 'q_log_uniform_values':
      return { type: 'number', ...boundsOf(distribution), default: distribution.min };
    case 'normal':
    case 'q_normal':
    case 'log_normal':
    case 'q_log_normal':
      return { type: 'number', ...NUMBERS, default: 0 };
    case 'beta':
    case 'q_beta':
      return { type: 'number', minimum: 0, maximum: 1, default: 0 };
    default:
      return distribution satisfies never;
  }
}

const boundsOf = ({ min, max }: { readonly min: number; readonly max: number }): Bounds => ({
  minimum: min,
  maximum: max,
});

function domainOfValues(values: readonly ParameterValue[]): DomainOf {
  const first = values[0]!;
  if (values.every((value) => typeof value === 'boolean')) return { type: 'boolean', default: first };
  if (values.every((value) => typeof value === 'string'))
    return { type: 'choice', choices: [...new Set(values)], default: first };
  if (!values.every((value) => typeof value === 'number')) return { type: 'mixed', default: first };
  return { type: values.every(Number.isInteger) ? 'integer' : 'number', default: first };
}
