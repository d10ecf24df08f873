/**
 * The candidate that `word` was probably meant to be, or null. Optimal string alignment distance: insertions,
 * deletions, substitutions and swaps of neighbours count 1 each; up to a third of
 * the letters may be wrong. Of a dotted name the last part will do: `kl` for `loss_weights.kl`.
 */
export function nearest(word: string, candidates: Iterable<string>): string | null {
  const wanted = normal(word);
  if (wanted.length > 64) return null;
  let best: string | null = null;
  let bestDistance = Math.max(1, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of candidates) {
    const name = normal(candidate);
    const last = name.slice(name.lastIndexOf('.') + 1);
    const d = Math.min(distance(wanted, name), distance(wanted, last));
    if (d < bestDistance) [best, bestDistance] = [candidate, d];
  }
  return best;
}

/** "Did you mean `x`?" and a space, or nothing. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const found = nearest(word, candidates);
  return found === null ? '' : `Did you mean \`${found}\`? `;
}

/** Case and the choice of - or _ are no difference. */
function normal(word: string): string {
  return word.toLowerCase().replaceAll('-', '_').replaceAll(' ', '_');
}

function distance(a: string, b: string): number {
  const width = b.length + 1;
  const d = new Uint8Array((a.length + 1) * width);
  for (let i = 0; i <= a.length; i++) d[i * width] = i;
  for (let j = 0; j <= b.length; j++) d[j] = j;
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const at = i * width + j;
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      d[at] = Math.min(d[at - width]! + 1, d[at - 1]! + 1, d[at - width - 1]! + cost);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) d[at] = Math.min(d[at]!, d[at - 2 * width - 2]! + 1);
    }
  }
  return d[a.length * width + b.length]!;
}
