import { InputError, nearest } from '@latentsweep/core';

/** Readers of option values. All throw InputError `bad_option`, which says what the option takes. */

export function wholeNumber(flag: string, least: number, most = Number.MAX_SAFE_INTEGER) {
  return (text: string): number => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    const range =
      most === Number.MAX_SAFE_INTEGER
        ? `of at least ${least}`
        : `from ${least} to ${most.toLocaleString('en')}`;
    throw new InputError(
      'bad_option',
      `${flag} takes a whole number ${range}, not '${text}'.`,
      flag.startsWith('-')
        ? `For example: ${flag} ${Math.max(least, 2)}`
        : `For example: ${Math.max(least, 2)}`,
    );
  };
}

export function oneOf<T extends string>(flag: string, choices: readonly T[]) {
  return (text: string): T => {
    const choice = choices.find((c) => c === text);
    if (choice !== undefined) return choice;
    const near = nearest(text, choices);
    throw new InputError(
      'bad_option',
      `${flag} takes ${choices.join(', ')}, not '${text}'.`,
      near === null ? `For example: ${flag} ${choices[0]}` : `Did you mean ${flag} ${near}?`,
    );
  };
}

/** An option that may be given several times, in their order. */
export function collect(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}
