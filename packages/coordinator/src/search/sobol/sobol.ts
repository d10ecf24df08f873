import { deriveSeed, type Values } from '@latentsweep/core';
import type { SweepDefinition } from '../../port.ts';
import { drawnOf, valuesAt } from '../dimensions.ts';
import { scrambled, sobol } from './sequence.ts';

/**
 * The i-th point of a scrambled Sobol sequence as values: a dimension for each parameter that is drawn, or group whose
 * values go together, through the inverse of its distribution function. Each dimension is scrambled by the sweep's seed and
 * its own number.
 */
export function sobolDrawer(definition: SweepDefinition): (i: number) => Values {
  const { dimensions, fixed } = drawnOf(definition);
  const seeds = dimensions.map((_, d) => deriveSeed(definition.seed, 'search', 'sobol', d)[0]);
  return (i) => {
    const given = { ...fixed };
    for (const [d, dimension] of dimensions.entries()) {
      Object.assign(given, valuesAt(dimension, uniform(scrambled(sobol(d, i >>> 0), seeds[d]!))));
    }
    return given;
  };
}

/** Between 0 and 1, and neither: the middle of the cell. */
const uniform = (bits: number) => (bits + 0.5) / 2 ** 32;
