import type { Config, ParameterValue } from '@latentsweep/core';
import { short } from './number.ts';
import { printable } from './text.ts';

export function parameterText(value: ParameterValue): string {
  if (typeof value === 'number') return short(value);
  if (typeof value === 'string') return printable(value);
  return JSON.stringify(value);
}

/** `arm=vae_mixing latent_size=10`: the named parameters that the config has. */
export function configText(config: Config, names: readonly string[]): string {
  return names
    .filter((name) => Object.hasOwn(config, name))
    .map((name) => `${printable(name)}=${parameterText(config[name]!)}`)
    .join(' ');
}
