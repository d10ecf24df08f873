import {
  CONFIG_MACROS,
  type ConfigWay,
  environmentName,
  macroIn,
  type ParameterValue,
  type Values,
} from '@latentsweep/core';
import { Failure } from '../failure.ts';

/** W&B's macros for the config. Each stands as an argument of its own, and becomes some. */
const MACROS: Readonly<
  Record<(typeof CONFIG_MACROS)[number], (config: Values, file: string) => readonly string[]>
> = {
  args: (config) => entries(config).map(([name, value]) => `--${name}=${textOf(value)}`),
  args_no_hyphens: (config) => entries(config).map(([name, value]) => `${name}=${textOf(value)}`),
  args_no_boolean_flags: (config) =>
    entries(config)
      .filter(([, value]) => value !== false)
      .map(([name, value]) => (value === true ? `--${name}` : `--${name}=${textOf(value)}`)),
  args_no_equals: (config) => entries(config).flatMap(([name, value]) => [`--${name}`, textOf(value)]),
  args_json: (config) => [JSON.stringify(config)],
  args_json_file: (_, file) => [file],
  args_append_hydra: (config) => entries(config).map(([name, value]) => `+${name}=${textOf(value)}`),
  args_override_hydra: (config) => entries(config).map(([name, value]) => `++${name}=${textOf(value)}`),
};

const VARIABLE = /\$\{envvar:([A-Za-z0-9_]+)\}/g;

/** Where a config goes. */
export interface PlacedConfig {
  readonly argv: readonly string[];
  /** Null: there is nothing to read. */
  readonly stdin: string | null;
  readonly variables: Readonly<Record<string, string>>;
  /** Whether it has to lie in the file, as JSON, before the program starts. */
  readonly inFile: boolean;
}

/**
 * Throws a `Failure`. `declared` null: the config goes nowhere, as for a warm program. `file`: where it would lie. A command
 * without a place for flags gets the file, as scripts of W&B's that take their config from `wandb.config` have such commands.
 */
export function placeConfig(
  command: readonly string[],
  declared: ConfigWay | null,
  config: Values,
  file: string,
  host: Readonly<Record<string, string | undefined>>,
): PlacedConfig {
  const way = declared === 'flags' && !command.some(macroOf) ? 'file' : declared;
  const argv = command.flatMap((argument) => {
    const macro = macroOf(argument);
    if (macro) return way === 'flags' ? macro(config, file) : [];
    return [argument.replaceAll(VARIABLE, (_, name: string) => variable(name, host))];
  });
  return {
    argv,
    stdin: way === 'stdin' ? `${JSON.stringify(config)}\n` : null,
    variables: way === 'env' ? variablesOf(config) : way === 'file' ? { LATENTSWEEP_CONFIG: file } : {},
    inFile: way === 'file' || (way === 'flags' && command.some((word) => macroIn(word) === 'args_json_file')),
  };
}

function macroOf(argument: string) {
  const name = CONFIG_MACROS.find((one) => one === macroIn(argument));
  return name && MACROS[name];
}

const entries = (config: Values) => Object.entries(config);

/** A list as JSON. */
const textOf = (value: ParameterValue) => (typeof value === 'object' ? JSON.stringify(value) : String(value));

function variable(name: string, host: Readonly<Record<string, string | undefined>>): string {
  const value = host[name];
  if (value !== undefined) return value;
  throw new Failure(
    'bad_config',
    `the command has \${envvar:${name}}, and ${name} is not set where the worker runs`,
  );
}

function variablesOf(config: Values): Readonly<Record<string, string>> {
  const taken = new Map<string, string>();
  const pairs = entries(config).map(([name, value]) => {
    const key = environmentName(name);
    const other = taken.get(key);
    if (other !== undefined) {
      throw new Failure(
        'bad_config',
        `the parameters ${other} and ${name} would both be the variable ${key}`,
      );
    }
    taken.set(key, name);
    return [key, textOf(value)] as const;
  });
  return Object.fromEntries(pairs);
}
