import {
  AUGMENTATION,
  type ConfigSpace,
  type ParameterValue,
  printable,
  type Values,
} from '@latentsweep/core';
import { short } from './number.ts';

export function parameterText(value: ParameterValue): string {
  if (typeof value === 'number') return short(value);
  if (typeof value === 'string') return printable(value);
  return JSON.stringify(value);
}

/** The parameters that the config has, in the order of its space; a store gives them in one of its own. */
export function configEntries(
  config: Values,
  { parameters }: Pick<ConfigSpace, 'parameters'> = AUGMENTATION,
): (readonly [string, ParameterValue])[] {
  return parameters.flatMap(({ name }) =>
    Object.hasOwn(config, name) ? [[name, config[name]!] as const] : [],
  );
}

/** `arm=vae_mixing kl=0.01`: the named parameters that the config has, by the last part of their names. */
export function configText(config: Values, names: readonly string[]): string {
  return names
    .filter((name) => Object.hasOwn(config, name))
    .map((name) => `${printable(name.slice(name.lastIndexOf('.') + 1))}=${parameterText(config[name]!)}`)
    .join(' ');
}
