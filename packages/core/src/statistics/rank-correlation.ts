/**
 * Spearman's rank correlation of pairs: Pearson's of their ranks, equal values sharing the mean of theirs. From -1 to 1;
 * null for fewer than three pairs, or where either side is all the same.
 */
export function rankCorrelation(pairs: readonly (readonly [number, number])[]): number | null {
  if (pairs.length < 3) return null;
  const a = ranksOf(pairs.map(([first]) => first));
  const b = ranksOf(pairs.map(([, second]) => second));
  // Of ranks with shared ones too.
  const mean = (pairs.length + 1) / 2;
  let both = 0;
  let ofA = 0;
  let ofB = 0;
  for (const [i, rank] of a.entries()) {
    both += (rank - mean) * (b[i]! - mean);
    ofA += (rank - mean) ** 2;
    ofB += (b[i]! - mean) ** 2;
  }
  return ofA === 0 || ofB === 0 ? null : both / Math.sqrt(ofA * ofB);
}

/** From 1, the least value first. */
function ranksOf(values: readonly number[]): number[] {
  const order = values.map((_, i) => i).sort((i, j) => values[i]! - values[j]!);
  const ranks = new Array<number>(values.length);
  for (let first = 0; first < order.length; ) {
    let next = first;
    while (next < order.length && values[order[next]!] === values[order[first]!]) next++;
    for (let at = first; at < next; at++) ranks[order[at]!] = (first + 1 + next) / 2;
    first = next;
  }
  return ranks;
}
