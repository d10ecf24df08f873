/** The first row that equals each row, by hashes that are alike where rows are. [n] */
export function groupsOf(hashes: Uint32Array, equal: (a: number, b: number) => boolean): Uint32Array {
  const groups = new Uint32Array(hashes.length);
  // A hash table without an object a row: rows of one bucket that begin a group, each leading to the one before it.
  const buckets = new Int32Array(2 ** Math.ceil(Math.log2(hashes.length + 1))).fill(-1);
  const before = new Int32Array(hashes.length);
  hashes.forEach((hash, row) => {
    const bucket = hash & (buckets.length - 1);
    let first = buckets[bucket]!;
    while (first >= 0 && (hashes[first] !== hash || !equal(first, row))) first = before[first]!;
    groups[row] = first < 0 ? row : first;
    if (first >= 0) return;
    before[row] = buckets[bucket]!;
    buckets[bucket] = row;
  });
  return groups;
}

/** Rows in groups of several labels. */
export function mixedRows(groups: Uint32Array, labels: Uint8Array): number {
  const rows = new Uint32Array(labels.length);
  const mixed = new Uint8Array(labels.length);
  groups.forEach((first, row) => {
    rows[first]!++;
    if (labels[row] !== labels[first]) mixed[first] = 1;
  });
  return rows.reduce((sum, count, first) => sum + (mixed[first] === 1 ? count : 0), 0);
}

/** One round of MurmurHash3 (Appleby, 2011). */
export function mix(hash: number, word: number): number {
  let k = Math.imul(word, 0xcc9e2d51);
  k = Math.imul((k << 15) | (k >>> 17), 0x1b873593);
  const h = hash ^ k;
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) >>> 0;
}
