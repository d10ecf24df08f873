/**
 * Parameters make a tree: a value of one decides which others mean anything (Vizier's matching parent values). Lists of
 * them hold a parameter that decides before those that it decides over.
 */

import type { Condition, Parameter, ParameterValue, Values } from './parameter.ts';

function holds({ parameter, in: among }: Condition, values: Values): boolean {
  return Object.hasOwn(values, parameter) && among.includes(values[parameter]!);
}

/** Conditions of which one has to hold for the parameter to mean anything; null where it always does. */
export function conditionsOf({ when }: Pick<Parameter, 'when'>): readonly Condition[] | null {
  if (when === undefined) return null;
  return 'anyOf' in when ? when.anyOf : [when];
}

/** Whether the parameter means anything beside `values`, which have those that decide over it. */
export function applies(parameter: Pick<Parameter, 'when'>, values: Values): boolean {
  return conditionsOf(parameter)?.some((condition) => holds(condition, values)) ?? true;
}

/** What it is where a sweep file does not say, beside `values`. */
export function defaultOf(parameter: Parameter, values: Values): ParameterValue {
  return parameter.presets?.find(({ when }) => holds(when, values))?.value ?? parameter.default;
}

/** A value for each of `parameters` that applies, given or by default, and for no other but those that all configs have. */
export function complete(parameters: readonly Parameter[], given: Values): Values {
  const values: Record<string, ParameterValue> = {};
  for (const parameter of parameters) {
    const { name } = parameter;
    if (!applies(parameter, values)) {
      if (parameter.otherwise !== undefined) values[name] = parameter.otherwise;
      continue;
    }
    values[name] = Object.hasOwn(given, name) ? given[name]! : defaultOf(parameter, values);
  }
  return values;
}

/** Those of `parameters` that decide over others. */
export function decidersOf(parameters: readonly Parameter[]): readonly Parameter[] {
  const names = new Set(
    parameters.flatMap((one) => conditionsOf(one)?.map(({ parameter }) => parameter) ?? []),
  );
  return parameters.filter(({ name }) => names.has(name));
}
