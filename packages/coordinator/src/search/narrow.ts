import type { ParameterValue, Values } from '@latentsweep/core';
import type { SweepDefinition, SweptParameter } from '../port.ts';
import { configSpaceOf } from './config-space.ts';

/** Whether the parameter is swept beside `values`, which have those that its `when` names, where they mean anything. */
export function isSwept({ when = [] }: Pick<SweptParameter, 'when'>, values: Values): boolean {
  return when.every(
    ({ parameter, in: among }) =>
      Object.hasOwn(values, parameter) && among.some((value) => same(value, values[parameter])),
  );
}

/** Whether all of these values are among those of the config. */
export const has = (config: Values, values: Values): boolean =>
  Object.entries(values).every(([name, value]) => Object.hasOwn(config, name) && same(config[name], value));

const same = (a: unknown, b: unknown) => a === b || JSON.stringify(a) === JSON.stringify(b);

/** Values that are drawn, without those of parameters that are not swept beside the others: they have their defaults. */
export function narrowed(definition: SweepDefinition): (given: Values) => Values {
  const space = configSpaceOf(definition);
  const some = definition.parameters.filter(({ when }) => when !== undefined);
  if (some.length === 0) return (given) => given;
  return (given) => {
    const values: Record<string, ParameterValue> = { ...given };
    // In the file's order: what a `when` names stands above it, and is settled.
    for (const swept of some) {
      if (isSwept(swept, space.canonical(values))) continue;
      delete values[swept.name];
      if (swept.otherwise !== undefined) values[swept.name] = swept.otherwise;
    }
    return values;
  };
}

/** Names of parameters that decide by a `when` over others. */
export function namedInWhen({ parameters }: SweepDefinition): ReadonlySet<string> {
  return new Set(parameters.flatMap(({ when = [] }) => when.map(({ parameter }) => parameter)));
}
