import type { TableColumn } from './table-column.ts';

/**
 * The distance of each of `rows` to the closest of `records`: the mean over columns of what they differ by, of numbers
 * |a - b| over the records' range of the column, at most 1; of categories 0 or 1; 1 where one of both is missing. [n]
 */
export function closestDistances(
  rows: readonly TableColumn[],
  records: readonly TableColumn[],
): Float64Array {
  const columns = records.length;
  const ranges = records.map(({ kind, values }) => (kind === 'number' ? rangeOf(values) : 1));
  const [own, theirs] = [rowMajor(rows, ranges), rowMajor(records, ranges)];
  const count = rows[0]?.values.length ?? 0;
  return Float64Array.from({ length: count }, (_, row) => {
    let closest = columns;
    for (let start = 0; start < theirs.length && closest > 0; start += columns) {
      let distance = 0;
      // No farther than the closest so far.
      for (let c = 0; c < columns && distance < closest; c++) {
        const [a, b] = [own[row * columns + c]!, theirs[start + c]!];
        const apart = Math.abs(a - b);
        // Levels are whole numbers, so that others are at least 1 apart.
        if (apart < 1) distance += apart;
        else if (!(Number.isNaN(a) && Number.isNaN(b))) distance++;
      }
      if (distance < closest) closest = distance;
    }
    return closest / columns;
  });
}

function rangeOf(values: Float64Array): number {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return high > low ? high - low : 1;
}

/** How many of `rows` equal one of `records` in all columns. */
export function copies(rows: readonly TableColumn[], records: readonly TableColumn[]): number {
  const columns = records.length;
  const known = new Map<number, number[]>();
  const theirs = rowMajor(records);
  for (let start = 0; start < theirs.length; start += columns) {
    const hash = hashOf(theirs.subarray(start, start + columns));
    const same = known.get(hash);
    if (same) same.push(start);
    else known.set(hash, [start]);
  }
  const own = rowMajor(rows);
  let count = 0;
  for (let start = 0; start < own.length; start += columns) {
    const row = own.subarray(start, start + columns);
    const candidates = known.get(hashOf(row)) ?? [];
    if (candidates.some((at) => row.every((value, c) => Object.is(value, theirs[at + c])))) count++;
  }
  return count;
}

/** FNV-1a over 32-bit words. */
function hashOf(row: Float64Array): number {
  const words = new Uint32Array(row.buffer, row.byteOffset, row.length * 2);
  let hash = 0x811c9dc5;
  for (let i = 0; i < words.length; i++) hash = Math.imul(hash ^ words[i]!, 0x01000193);
  return hash;
}

/** [n, columns], with 0 for -0, which it equals. */
function rowMajor(table: readonly TableColumn[], by: readonly number[] = table.map(() => 1)): Float64Array {
  const columns = table.length;
  const out = new Float64Array((table[0]?.values.length ?? 0) * columns);
  for (const [c, { values }] of table.entries()) {
    for (let row = 0; row < values.length; row++) out[row * columns + c] = values[row]! / by[c]! + 0;
  }
  return out;
}
