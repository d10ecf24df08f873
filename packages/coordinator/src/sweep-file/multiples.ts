import type { Found } from '@latentsweep/plain-file';
import type { NumberDistribution } from '../search/draw.ts';
import { draws } from '../search/method.ts';
import { firstMultiple, lastMultiple, quantise, stepped, stepsBetween } from '../search/quantise.ts';
import { short } from './fit.ts';

type Stepped = Extract<NumberDistribution, { readonly min: number; readonly q: number }>;

/**
 * The distribution, marked where a random search has to keep the multiples of q between the bounds. Undefined and a
 * fault where it has none to draw. Notes say where W&B would leave the bounds, and where a grid, which counts from min,
 * and a random search, which takes multiples of q, have no value in common.
 */
export function steppedInside(
  distribution: NumberDistribution,
  method: string | undefined,
  map: Found,
): NumberDistribution | undefined {
  if (!('min' in distribution && 'q' in distribution)) return distribution;
  const beyond = outside(distribution);
  if (draws(method) && multiples(distribution).count === 0) {
    const { min, max, q } = distribution;
    const message = `no multiple of ${q} lies between ${short(min)} and ${short(max)}`;
    const hint = `Choose a smaller q, or wider bounds. W&B draws ${beyond.join(' and ')}, outside of them.`;
    return map.fault('no_multiple', message, hint, map.at('q').tree.at);
  }
  const said = noteOf(distribution, method, beyond);
  if (said) map.note('multiples', ...said);
  return draws(method) && beyond.length > 0 ? { ...distribution, inside: true } : distribution;
}

function noteOf(
  d: Stepped,
  method: string | undefined,
  beyond: readonly number[],
): [message: string, hint: string] | null {
  const { min, max, q } = d;
  const drawn = listed(multiples(d));
  const theirs = `W&B's random search draws ${beyond.join(' and ')} too, outside the bounds.`;
  if (d.kind === 'q_uniform' && !isMultiple(min, q)) {
    const counted = listed({ count: stepsBetween(min, max, q) + 1, at: (i) => stepped(min, i, q) });
    return [
      `a grid counts from min (${counted}) and a random search takes multiples of ${q} (${drawn}), so they share no value`,
      beyond.length > 0 ? theirs : 'Let min be a multiple of q where they should.',
    ];
  }
  if (!draws(method) || beyond.length === 0) return null;
  return [`drawn are the multiples of ${q} between ${short(min)} and ${short(max)}: ${drawn}`, theirs];
}

/** What W&B's random search draws outside the bounds: it rounds to the nearest multiple. */
function outside({ min, max, q }: Stepped): number[] {
  const ends = [quantise(min, q), quantise(max, q)];
  return [...new Set(ends.filter((end) => end < min - 1e-9 * q || end > max + 1e-9 * q))];
}

const isMultiple = (x: number, q: number) => firstMultiple(x, q) === lastMultiple(x, q);

interface Counted {
  readonly count: number;
  at(index: number): number;
}

function multiples({ min, max, q }: Stepped): Counted {
  const first = firstMultiple(min, q);
  return { count: Math.max(0, lastMultiple(max, q) - first + 1), at: (i) => stepped(0, first + i, q) };
}

/** `1, 4, 7`, `1, 4, 7, … 97`, or `none`. */
function listed({ count, at }: Counted): string {
  if (count === 0) return 'none';
  const shown = Array.from({ length: Math.min(count, 4) }, (_, i) => at(i));
  return count > 4 ? `${shown.slice(0, 3).join(', ')}, … ${at(count - 1)}` : shown.join(', ');
}
