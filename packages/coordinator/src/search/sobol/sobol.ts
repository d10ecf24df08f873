import { deriveSeed, type Values } from '@latentsweep/core';
import type { SweepDefinition } from '../../port.ts';
import { drawnOf, valuesAt } from '../dimensions.ts';
import { MOST_DIMENSIONS, scrambled, sobol } from './sequence.ts';

/**
 * The i-th point of a scrambled Sobol sequence as values: a dimension for each parameter that is drawn, or group whose
 * values go together, through the inverse of its distribution function. Each dimension is scrambled by the sweep's seed and
 * its own number. Programs may have more than there are: the next ones take the same again, the points in another order, so that
 * each is even by itself and none goes with another (padding: Burley, as in `scrambled`).
 */
export function sobolDrawer(definition: SweepDefinition): (i: number) => Values {
  const { dimensions, fixed } = drawnOf(definition);
  const seeds = dimensions.map((_, d) => deriveSeed(definition.seed, 'search', 'sobol', d)[0]);
  const orders = Array.from({ length: Math.ceil(dimensions.length / MOST_DIMENSIONS) }, (_, k) =>
    k === 0 ? null : deriveSeed(definition.seed, 'search', 'sobol order', k)[0],
  );
  const bitsOf = (d: number, i: number) => {
    const order = orders[Math.floor(d / MOST_DIMENSIONS)]!;
    return sobol(d % MOST_DIMENSIONS, order === null ? i : scrambled(i, order));
  };
  return (i) => {
    const given = { ...fixed };
    for (const [d, dimension] of dimensions.entries()) {
      Object.assign(given, valuesAt(dimension, uniform(scrambled(bitsOf(d, i >>> 0), seeds[d]!))));
    }
    return given;
  };
}

/** Between 0 and 1, and neither: the middle of the cell. */
const uniform = (bits: number) => (bits + 0.5) / 2 ** 32;
