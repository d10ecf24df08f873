import { groupsOf, mix, mixedRows } from '../groups.ts';
import type { Column } from './columns.ts';

/**
 * The first row that equals each row in all columns and the label. [n]
 * Missing values equal each other; so do 0 and -0.
 */
export function duplicateGroups(columns: readonly Column[], labels: Uint8Array): Uint32Array {
  const hashes = Uint32Array.from(labels);
  for (const column of columns) {
    if (column.kind === 'number') hashNumbers(hashes, column.values);
    else hashCodes(hashes, column.codes);
  }
  return groupsOf(hashes, (a, b) => equalRows(columns, labels, a, b));
}

/** Rows that equal a row with another label in all columns. */
export const contradictoryRows = (columns: readonly Column[], labels: Uint8Array): number =>
  mixedRows(duplicateGroups(columns, new Uint8Array(labels.length)), labels);

function hashNumbers(hashes: Uint32Array, values: Float64Array): void {
  const value = new Float64Array(1);
  const words = new Uint32Array(value.buffer);
  for (let row = 0; row < hashes.length; row++) {
    const v = values[row]!;
    // All missing values get one pattern of bits, and adding 0 turns -0 into 0.
    value[0] = v + 0;
    if (Number.isNaN(v)) words.fill(0x7ff80000);
    hashes[row] = mix(mix(hashes[row]!, words[0]!), words[1]!);
  }
}

function hashCodes(hashes: Uint32Array, codes: Int32Array): void {
  for (let row = 0; row < hashes.length; row++) hashes[row] = mix(hashes[row]!, codes[row]!);
}

function equalRows(columns: readonly Column[], labels: Uint8Array, a: number, b: number): boolean {
  if (labels[a] !== labels[b]) return false;
  return columns.every((column) => {
    if (column.kind === 'category') return column.codes[a] === column.codes[b];
    const x = column.values[a]!;
    const y = column.values[b]!;
    return x === y || (Number.isNaN(x) && Number.isNaN(y));
  });
}
