/** Parts that a source has its images in: training, validation and test, by the names that they go by. */

import { SPLITS } from '@latentsweep/core';

export type Part = (typeof SPLITS)[number];

const NAMES: Readonly<Record<Part, readonly string[]>> = {
  train: ['train', 'training'],
  validation: ['val', 'valid', 'validation'],
  test: ['test', 'testing', 't10k'],
};

/** Of a word such as `train`; null where it is none of a part. */
export const partOf = (word: string): Part | null =>
  SPLITS.find((part) => NAMES[part].includes(word.toLowerCase())) ?? null;

/** In the order of parts, what is in none first; what is alike keeps its order. */
export const inOrderOfParts = <T extends { readonly part: Part | null }>(all: readonly T[]): T[] =>
  all.toSorted((a, b) => place(a.part) - place(b.part));

const place = (part: Part | null): number => (part === null ? -1 : SPLITS.indexOf(part));

/** How many there are of each; undefined where some are in none. */
export function countParts(all: readonly { readonly part: Part | null; readonly count: number }[]) {
  if (all.some(({ part }) => part === null)) return undefined;
  const of = (wanted: Part) => all.reduce((sum, { part, count }) => (part === wanted ? sum + count : sum), 0);
  const parts = { train: of('train'), validation: of('validation'), test: of('test') };
  return parts.train > 0 && parts.test > 0 ? parts : undefined;
}
