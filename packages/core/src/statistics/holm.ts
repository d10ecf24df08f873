/**
 * P values of several comparisons, adjusted so that a false one among all of them is as rare as the level says, whatever
 * they have in common (Holm, A simple sequentially rejective multiple test procedure, 1979). In the order given.
 */
export const holm = (given: readonly number[]): number[] =>
  stepDown(given, (p, comparisons) => Math.min(1, p * comparisons));

/**
 * The same where an error in one comparison makes one in another no less likely, as where all are with one best: by
 * 1 - (1 - p)^m instead of m p (Holland and Copenhaver, An improved sequentially rejective Bonferroni test procedure, 1987),
 * which is less, and below 1 whatever m is.
 */
export const holmSidak = (given: readonly number[]): number[] => stepDown(given, anyOf);

function stepDown(given: readonly number[], adjust: (p: number, comparisons: number) => number): number[] {
  const order = given.map((_, i) => i).sort((a, b) => given[a]! - given[b]!);
  const adjusted = new Array<number>(given.length);
  let least = 0;
  order.forEach((i, place) => {
    least = Math.max(least, adjust(given[i]!, given.length - place));
    adjusted[i] = least;
  });
  return adjusted;
}

/** 1 - (1 - p)^m by squaring: the chance of either is a + b - a b, which keeps the digits of small ones. */
function anyOf(p: number, m: number): number {
  let [chance, twice] = [0, p];
  for (let left = m; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) chance = chance + twice - chance * twice;
    twice = twice + twice - twice * twice;
  }
  return chance;
}
