import type { Parameter } from '@latentsweep/core';

/** A parameter whose values are numbers. */
export type Numeric = Extract<Parameter, { type: 'integer' | 'number' }>;

export function isNumeric(parameter: Parameter): parameter is Numeric {
  return parameter.type === 'integer' || parameter.type === 'number';
}

/** What a drawn number becomes: whole for an integer parameter, never -0. */
export function fitted(value: number, parameter: Numeric): number {
  return (parameter.type === 'integer' ? Math.round(value) : value) + 0;
}
