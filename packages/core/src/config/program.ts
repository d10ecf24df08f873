import type { Condition, Parameter, ParameterValue, Values } from '../parameter/parameter.ts';
import { type AnyConfig, foreignConfig } from './config.ts';
import { hashOf } from './hash.ts';
import type { ConfigSpace } from './space.ts';

/** A parameter of a program of the user's own. */
export type ProgramParameter = Parameter & {
  /** A config has it where all of these hold, each of a parameter that stands before it. Absent: every config has it. */
  readonly needs?: readonly Condition[];
};

/**
 * That of a program, about which nothing is known but its parameters: none decides over another but as the sweep says, none has
 * milestones, and nothing is a baseline.
 */
export function programSpace(parameters: readonly ProgramParameter[]): ConfigSpace {
  const named = new Map(parameters.map((parameter) => [parameter.name, parameter]));
  const complete = (given: Values): AnyConfig => {
    const values: Record<string, ParameterValue> = {};
    for (const parameter of parameters) {
      const { name } = parameter;
      if (hasNeeds(parameter, values))
        values[name] = plain(Object.hasOwn(given, name) ? given[name]! : parameter.default);
    }
    return values as AnyConfig;
  };
  const hash = (config: Values) => hashOf(config);
  return {
    parameters,
    deciders: [],
    milestones: null,
    named: (name) => named.get(name),
    applies: (parameter, values) => hasNeeds(parameter, values),
    canonical: complete,
    read(stored) {
      const config = complete(stored);
      for (const [name, value] of Object.entries(stored)) {
        if (!Object.hasOwn(config, name) || !fits(named.get(name)!, value)) throw foreignConfig(name, value);
      }
      for (const name of Object.keys(config))
        if (!Object.hasOwn(stored, name)) throw foreignConfig(name, null);
      return config;
    },
    hash,
    runHash: hash,
    baselineOf: () => null,
    isBaseline: () => false,
    isComparator: () => false,
  };
}

const hasNeeds = ({ needs = [] }: ProgramParameter, values: Values): boolean =>
  needs.every(
    ({ parameter, in: among }) =>
      Object.hasOwn(values, parameter) && among.some((value) => same(value, values[parameter]!)),
  );

const same = (a: ParameterValue, b: ParameterValue) => a === b || JSON.stringify(a) === JSON.stringify(b);

/** JSON has one zero. */
const plain = (value: ParameterValue): ParameterValue => (value === 0 ? 0 : value);

/** Ranges and choices are the sweep file's: its points may lie beside them. */
function fits({ type }: Parameter, value: ParameterValue): boolean {
  switch (type) {
    case 'integer':
      return Number.isInteger(value);
    case 'number':
      return Number.isFinite(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'choice':
      return typeof value === 'string';
    case 'mixed':
      return isPlain(value) || (Array.isArray(value) && value.every(isPlain));
    case 'integers':
    case 'texts':
      return Array.isArray(value) && value.every(isPlain);
    default:
      return type satisfies never;
  }
}

const isPlain = (value: unknown) =>
  typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
