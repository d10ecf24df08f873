import type { BinnedRows } from './bins.ts';

/** Numbers of a bin: the sum of first derivatives, that of second derivatives, the number of rows. */
export const PER_BIN = 3;

/** The rows of a node, and derivatives of the loss by the score of each, in the same order. */
export interface NodeRows {
  readonly rows: Uint32Array;
  readonly gradients: Float32Array;
  readonly hessians: Float32Array;
}

/** Writes the histogram of some rows over the bins of all columns to `out` [bins of all columns, 3]. */
export function buildHistogram(binned: BinnedRows, node: NodeRows, out: Float64Array): void {
  out.fill(0);
  const { columns } = binned;
  let c = 0;
  for (; c + 4 <= columns; c += 4) addFour(binned, c, node, out);
  for (; c < columns; c++) addOne(binned, c, node, out);
}

/** `of` becomes `of` - `part`: what the sibling of a node has of their parent. */
export function subtractHistogram(of: Float64Array, part: Float64Array): void {
  for (let i = 0; i < of.length; i++) of[i]! -= part[i]!;
}

function addOne(
  { bins, count, starts }: BinnedRows,
  column: number,
  { rows, gradients, hessians }: NodeRows,
  out: Float64Array,
): void {
  const of = bins.subarray(column * count, (column + 1) * count);
  const start = starts[column]! * PER_BIN;
  for (let i = 0; i < rows.length; i++) {
    const at = start + of[rows[i]!]! * PER_BIN;
    out[at]! += gradients[i]!;
    out[at + 1]! += hessians[i]!;
    out[at + 2]!++;
  }
}

/** Four columns in one pass, so that row numbers and derivatives are read once for them. */
function addFour(
  { bins, count, starts }: BinnedRows,
  column: number,
  { rows, gradients, hessians }: NodeRows,
  out: Float64Array,
): void {
  const [of0, of1, of2, of3] = [0, 1, 2, 3].map((k) =>
    bins.subarray((column + k) * count, (column + k + 1) * count),
  ) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
  const start0 = starts[column]! * PER_BIN;
  const start1 = starts[column + 1]! * PER_BIN;
  const start2 = starts[column + 2]! * PER_BIN;
  const start3 = starts[column + 3]! * PER_BIN;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    const gradient = gradients[i]!;
    const hessian = hessians[i]!;
    const at0 = start0 + of0[row]! * PER_BIN;
    const at1 = start1 + of1[row]! * PER_BIN;
    const at2 = start2 + of2[row]! * PER_BIN;
    const at3 = start3 + of3[row]! * PER_BIN;
    out[at0]! += gradient;
    out[at0 + 1]! += hessian;
    out[at0 + 2]!++;
    out[at1]! += gradient;
    out[at1 + 1]! += hessian;
    out[at1 + 2]!++;
    out[at2]! += gradient;
    out[at2 + 1]! += hessian;
    out[at2 + 2]!++;
    out[at3]! += gradient;
    out[at3 + 1]! += hessian;
    out[at3 + 2]!++;
  }
}
