import { InputError } from '@latentsweep/core';

/** A fault of a line of an ARFF or KEEL file. */
export function arffFault(label: string, line: number, what: string, hint: string): InputError {
  return new InputError('bad_arff', `Line ${line} of ${label} ${what}.`, hint);
}

/** A value as it is shown, cut. */
export function shownValue(value: string): string {
  return `'${value.length > 40 ? `${value.slice(0, 40)}…` : value}'`;
}
