import { type Caveat, type Ranking, splitOf } from './caveat.ts';

/** The metric could not be measured in some trials, or in none: means are over the others, and say so by n alone. */
export function undefinedCaveat({ by, word, standing }: Ranking): Caveat | null {
  const { withValue, withoutValue } = standing.trials;
  if (withoutValue === 0) return null;
  const split = splitOf(by);
  const completed = withValue + withoutValue;
  const where =
    withValue === 0
      ? `none of the ${completed} completed trials`
      : `${withValue} of ${completed} completed trials alone, and n leaves the others out`;
  return {
    code: 'undefined_metric',
    message: `${by} has a value in ${where}: it needs ${split} rows of more than one class`,
    hint: `Rank by a metric that any rows have, or give ${split} more of them.`,
    command: `top ${word} --by ${split === 'test' ? 'test' : 'val'}_accuracy`,
  };
}
