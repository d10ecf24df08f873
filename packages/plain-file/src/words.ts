/** How messages are worded. */

import { type Bounds, nearestOf, printable } from '@latentsweep/core';

/** ` from 1 to 9`, ` of at least 1`, or nothing where there are no bounds. */
export function range({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: Bounds): string {
  if (minimum !== undefined && maximum !== undefined) return ` from ${minimum} to ${maximum}`;
  const sides = [
    minimum !== undefined && `of at least ${minimum}`,
    exclusiveMinimum !== undefined && `above ${exclusiveMinimum}`,
    maximum !== undefined && `at most ${maximum}`,
    exclusiveMaximum !== undefined && `below ${exclusiveMaximum}`,
  ].filter((side) => side !== false);
  return sides.length === 0 ? '' : ` ${sides.join(' and ')}`;
}

/** `a`, `a or b`, `a, b or c`. */
export function anyOf(choices: readonly string[]): string {
  return choices.length === 1 ? choices[0]! : `${choices.slice(0, -1).join(', ')} or ${choices.at(-1)}`;
}

/** The user's text as it may stand in a message: short and printable. */
export function brief(text: string, most = 60): string {
  return printable(text.length > most ? `${text.slice(0, most - 1)}…` : text);
}

/** "Did you mean `x`?" and a space, or nothing; at most so many that are as likely. */
export function didYouMean(word: string, candidates: Iterable<string>, most = 1): string {
  const found = nearestOf(word, candidates, most).map((name) => `\`${name}\``);
  return found.length === 0 ? '' : `Did you mean ${anyOf(found)}? `;
}
