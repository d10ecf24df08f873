import type { DecodedColumn } from './decoded-column.ts';

/** Columns of some rows and a class each. [n] */
export interface LabelledRows {
  readonly columns: readonly DecodedColumn[];
  readonly labels: Uint8Array;
}

/**
 * Finds rows that equal one of `known` in all columns and the class; missing values equal each other, so do 0 and -0. Both
 * hold the same columns, with the same levels. The returned function gives 1 or 0 a row. [n]
 */
export function copyFinder(known: LabelledRows): (rows: LabelledRows) => Uint8Array {
  const hashes = hashesOf(known);
  const byHash = new Map<number, number[]>();
  hashes.forEach((hash, row) => {
    const there = byHash.get(hash);
    if (there) there.push(row);
    else byHash.set(hash, [row]);
  });
  return (rows) => {
    const copies = new Uint8Array(rows.labels.length);
    hashesOf(rows).forEach((hash, row) => {
      const there = byHash.get(hash);
      if (there?.some((other) => equal(rows, row, known, other))) copies[row] = 1;
    });
    return copies;
  };
}

/** FNV-1a over the two words of each value. */
function hashesOf({ columns, labels }: LabelledRows): Uint32Array {
  const value = new Float64Array(1);
  const words = new Uint32Array(value.buffer);
  const hashes = Uint32Array.from(labels, (label) => mix(0x811c9dc5, label));
  for (const { values } of columns) {
    for (let row = 0; row < hashes.length; row++) {
      const v = values[row]!;
      // Missing values have one pattern of bits, and adding 0 turns -0 into 0.
      if (Number.isNaN(v)) words.fill(0x7ff80000);
      else value[0] = v + 0;
      hashes[row] = mix(mix(hashes[row]!, words[0]!), words[1]!);
    }
  }
  return hashes;
}

function mix(hash: number, word: number): number {
  return Math.imul(hash ^ word ^ (word >>> 15), 0x01000193) >>> 0;
}

function equal(a: LabelledRows, i: number, b: LabelledRows, j: number): boolean {
  if (a.labels[i] !== b.labels[j]) return false;
  return a.columns.every(({ values }, c) => {
    const [x, y] = [values[i]!, b.columns[c]!.values[j]!];
    return x === y || (Number.isNaN(x) && Number.isNaN(y));
  });
}
