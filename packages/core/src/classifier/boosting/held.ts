import { takeFeatures } from '../../dataset/rows.ts';
import { chooseBelow } from '../../random/choose.ts';
import { Purpose, type Seed, Stream } from '../../random/stream.ts';
import type { FittingRows } from '../classifier.ts';

/** Parts rows into those to fit on and those held back: the same share of each class, rounded down. */
export function holdBack(
  rows: FittingRows,
  share: number,
  seed: Seed,
): { readonly kept: FittingRows; readonly held: FittingRows } {
  const isHeld = new Uint8Array(rows.count);
  for (let k = 0; k < rows.classes; k++) {
    const own: number[] = [];
    for (let i = 0; i < rows.count; i++) if (rows.labels[i] === k) own.push(i);
    const stream = new Stream(seed, Purpose.boostingHeld, k);
    for (const at of chooseBelow(own.length, Math.floor(own.length * share), stream)) isHeld[own[at]!] = 1;
  }
  const numbers = Uint32Array.from({ length: rows.count }, (_, i) => i);
  return {
    kept: take(
      rows,
      numbers.filter((i) => isHeld[i] === 0),
    ),
    held: take(
      rows,
      numbers.filter((i) => isHeld[i] === 1),
    ),
  };
}

function take(rows: FittingRows, numbers: Uint32Array): FittingRows {
  return {
    ...rows,
    features: takeFeatures(rows.features, rows.columns, numbers),
    labels: Uint8Array.from(numbers, (row) => rows.labels[row]!),
    weights: rows.weights && Float32Array.from(numbers, (row) => rows.weights![row]!),
    count: numbers.length,
  };
}
