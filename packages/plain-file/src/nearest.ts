import { nearest } from '@latentsweep/core';

/** "Did you mean `x`?" and a space, or nothing. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const found = nearest(word, candidates);
  return found === null ? '' : `Did you mean \`${found}\`? `;
}
