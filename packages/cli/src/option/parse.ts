import { InputError, nearest } from '@latentsweep/core';

/** Readers of option values. All throw InputError `bad_option`, which says what the option takes. */

export function badOption(rule: string, text: string, hint: string): InputError {
  return new InputError('bad_option', `${rule}, not '${text}'.`, hint);
}

export function wholeNumber(flag: string, least: number, most = Number.MAX_SAFE_INTEGER) {
  return (text: string): number => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    const range =
      most === Number.MAX_SAFE_INTEGER
        ? `of at least ${least}`
        : `from ${least} to ${most.toLocaleString('en')}`;
    const shown = flag.startsWith('-') ? `${flag} ` : '';
    throw badOption(
      `${flag} takes a whole number ${range}`,
      text,
      `For example: ${shown}${Math.max(least, 2)}`,
    );
  };
}

export function oneOf<T extends string>(flag: string, choices: readonly T[]) {
  return (text: string): T => {
    const choice = choices.find((c) => c === text);
    if (choice !== undefined) return choice;
    const near = nearest(text, choices);
    const hint = near === null ? `For example: ${flag} ${choices[0]}` : `Did you mean ${flag} ${near}?`;
    throw badOption(`${flag} takes ${choices.join(', ')}`, text, hint);
  };
}

/** A text of that pattern. `rule`: the option and what it takes. */
export function matching(pattern: RegExp, rule: string, example: string) {
  return (text: string): string => {
    if (pattern.test(text)) return text;
    throw badOption(rule, text, `For example: ${example}`);
  };
}

/** An option that may be given several times, in their order. */
export function collect(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}
