import { rowsFrom, takeLabels } from '../../dataset/rows.ts';
import { chooseBelow } from '../../random/choose.ts';
import { Purpose, type Seed, Stream } from '../../random/stream.ts';
import type { FittingRows } from '../classifier.ts';

/** Numbers of the rows to fit on and of those held back: the same share of each class, rounded down. */
export function holdBack(
  { count, classes, labels }: Pick<FittingRows, 'count' | 'classes' | 'labels'>,
  share: number,
  seed: Seed,
): { readonly kept: Uint32Array; readonly held: Uint32Array } {
  const isHeld = new Uint8Array(count);
  for (let k = 0; k < classes; k++) {
    const own: number[] = [];
    for (let i = 0; i < count; i++) if (labels[i] === k) own.push(i);
    const stream = new Stream(seed, Purpose.boostingHeld, k);
    for (const at of chooseBelow(own.length, Math.floor(own.length * share), stream)) isHeld[own[at]!] = 1;
  }
  const numbers = rowsFrom(0, count);
  return {
    kept: numbers.filter((i) => isHeld[i] === 0),
    held: numbers.filter((i) => isHeld[i] === 1),
  };
}

/** What rows of these numbers are and count, without their features. */
export function takeLabelled(
  { labels, weights, classes }: Pick<FittingRows, 'labels' | 'weights' | 'classes'>,
  numbers: Uint32Array,
): Omit<FittingRows, 'features' | 'columns'> {
  return {
    labels: takeLabels(labels, numbers),
    weights: weights && Float32Array.from(numbers, (row) => weights[row]!),
    count: numbers.length,
    classes,
  };
}
