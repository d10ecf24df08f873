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
  const groups = new Uint32Array(labels.length);
  // A hash table without an object a row: rows of one bucket that begin a group, each leading to the one before it.
  const buckets = new Int32Array(2 ** Math.ceil(Math.log2(labels.length + 1))).fill(-1);
  const before = new Int32Array(labels.length);
  hashes.forEach((hash, row) => {
    const bucket = hash & (buckets.length - 1);
    let first = buckets[bucket]!;
    while (first >= 0 && (hashes[first] !== hash || !equalRows(columns, labels, first, row))) {
      first = before[first]!;
    }
    groups[row] = first < 0 ? row : first;
    if (first >= 0) return;
    before[row] = buckets[bucket]!;
    buckets[bucket] = row;
  });
  return groups;
}

/** Rows that equal a row with another label in all columns. */
export function contradictoryRows(columns: readonly Column[], labels: Uint8Array): number {
  const groups = duplicateGroups(columns, new Uint8Array(labels.length));
  const rows = new Uint32Array(labels.length);
  const mixed = new Uint8Array(labels.length);
  groups.forEach((first, row) => {
    rows[first]!++;
    if (labels[row] !== labels[first]) mixed[first] = 1;
  });
  return rows.reduce((sum, count, first) => sum + (mixed[first] === 1 ? count : 0), 0);
}

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

/** One round of MurmurHash3 (Appleby, 2011). */
function mix(hash: number, word: number): number {
  let k = Math.imul(word, 0xcc9e2d51);
  k = Math.imul((k << 15) | (k >>> 17), 0x1b873593);
  const h = hash ^ k;
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) >>> 0;
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
