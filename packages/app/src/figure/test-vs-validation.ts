import { InputError, rankCorrelation } from '@latentsweep/core';
import { type SplitMark, splitsOf } from '@latentsweep/store';
import { drawnOf, rankingOf } from './drawn.ts';
import type { Gather } from './wish.ts';

export const gatherTestVsValidation: Gather<'test-vs-validation'> = async (store, sweep, wish) => {
  const ranking = rankingOf(sweep, wish);
  const { sample, marks, bestByTest, bestByValidation } = await store.splits(sweep, ranking);
  const drawn = await drawnOf(store, sweep, wish, sample);
  if (marks.length === 0) {
    throw new InputError(
      'nothing_to_draw',
      `No config has a value of ${ranking.by} on both splits.`,
      'Choose another metric with `--by`.',
    );
  }
  const { test, validation } = splitsOf(sweep, ranking.by);
  return {
    ...drawn,
    ...{ figure: 'test-vs-validation', test, validation, points: marks },
    ...{ bestByTest: bestOf(bestByTest), bestByValidation: bestOf(bestByValidation) },
    rankCorrelation: rankCorrelation(marks.map((mark) => [mark.test, mark.validation])),
  };
};

const bestOf = (mark: SplitMark | null) =>
  mark && { hash: mark.hash, test: mark.test, validation: mark.validation };
