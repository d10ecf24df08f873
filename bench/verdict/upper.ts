/** The upper end of the exact 95% interval of a share of `hits` in `of` (Clopper and Pearson, 1934). */
export function upperBound(hits: number, of: number): number {
  if (hits === of) return 1;
  let [low, high] = [hits / of, 1];
  for (let i = 0; i < 60; i++) {
    const p = (low + high) / 2;
    if (atMost(hits, of, p) > 0.025) low = p;
    else high = p;
  }
  return high;
}

/** The chance of at most `hits` in `of` at `p`. */
function atMost(hits: number, of: number, p: number): number {
  let [term, sum] = [of * Math.log1p(-p), 0];
  for (let k = 0; k <= hits; k++) {
    sum += Math.exp(term);
    term += Math.log((of - k) / (k + 1)) + Math.log(p / (1 - p));
  }
  return sum;
}
