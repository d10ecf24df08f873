import type { BinnedRows } from './bins.ts';
import { PER_BIN } from './histogram.ts';
import type { BoostingSettings } from './settings.ts';

/** A side with less second derivative is no leaf: its value would be noise. */
export const MIN_HESSIAN = 1e-3;

/** Sums over the rows of a node, and the value that it would have as a leaf. */
export interface NodeSums {
  readonly count: number;
  readonly gradients: number;
  readonly hessians: number;
  readonly value: number;
}

/** Values of a column up to cut `bin` go left; `bin` past the last cut: all that are not missing. */
export interface Split {
  readonly gain: number;
  readonly column: number;
  readonly bin: number;
  readonly missingLeft: boolean;
  readonly left: NodeSums;
  readonly right: NodeSums;
}

/** Newton's step of a leaf: equation 5 of Chen and Guestrin, "XGBoost" (2016). */
function leafValue(gradients: number, hessians: number, l2: number): number {
  return -gradients / (hessians + l2 + 1e-15);
}

/**
 * The cut that lowers the loss most (equation 7 there), or null where none does that leaves enough rows on both sides;
 * the first column, and the lowest cut, where several do. Missing values are tried on both sides.
 */
export function bestSplit(
  histogram: Float64Array,
  binned: BinnedRows,
  node: NodeSums,
  { minSamplesLeaf, l2Regularization: l2 }: Pick<BoostingSettings, 'minSamplesLeaf' | 'l2Regularization'>,
): Split | null {
  const { columns, starts, cuts, missing } = binned;
  const { count, gradients, hessians } = node;
  const parent = gradients * node.value;
  let gain = 0;
  let column = -1;
  let bin = 0;
  let missingLeft = false;
  let leftGradients = 0;
  let leftHessians = 0;
  let leftCount = 0;
  for (let c = 0; c < columns; c++) {
    const start = starts[c]! * PER_BIN;
    const last = cuts[c]!.length;
    for (let side = 0; side <= missing[c]!; side++) {
      let g = 0;
      let h = 0;
      let n = 0;
      if (side === 1) {
        // Those that are missing go left, ahead of all bins.
        const at = start + (last + 1) * PER_BIN;
        g = histogram[at]!;
        h = histogram[at + 1]!;
        n = histogram[at + 2]!;
      }
      const end = last + (side === 0 ? missing[c]! : 0);
      for (let b = 0, at = start; b < end; b++, at += PER_BIN) {
        const here = histogram[at + 2]!;
        // A bin without rows moves nothing over.
        if (here === 0) continue;
        n += here;
        g += histogram[at]!;
        h += histogram[at + 1]!;
        if (n < minSamplesLeaf || h < MIN_HESSIAN) continue;
        const rest = hessians - h;
        // It won't get better.
        if (count - n < minSamplesLeaf || rest < MIN_HESSIAN) break;
        const right = gradients - g;
        const found = parent + g * (g / (h + l2 + 1e-15)) + right * (right / (rest + l2 + 1e-15));
        if (found > gain) {
          gain = found;
          column = c;
          bin = b;
          missingLeft = side === 1;
          leftGradients = g;
          leftHessians = h;
          leftCount = n;
        }
      }
    }
  }
  if (column === -1) return null;
  const sums = (n: number, g: number, h: number) => ({
    count: n,
    gradients: g,
    hessians: h,
    value: leafValue(g, h, l2),
  });
  const left = sums(leftCount, leftGradients, leftHessians);
  const right = sums(count - leftCount, gradients - leftGradients, hessians - leftHessians);
  return {
    gain,
    column,
    bin,
    // Where none was missing, later ones go with most.
    missingLeft: missing[column] === 1 ? missingLeft : left.count > right.count,
    left,
    right,
  };
}
