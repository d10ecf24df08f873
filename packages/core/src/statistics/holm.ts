/**
 * P values of several comparisons, adjusted so that a false one among all of them is as rare as the level says, whatever
 * they have in common (Holm, A simple sequentially rejective multiple test procedure, 1979). In the order given.
 */
export function holm(given: readonly number[]): number[] {
  const order = given.map((_, i) => i).sort((a, b) => given[a]! - given[b]!);
  const adjusted = new Array<number>(given.length);
  let least = 0;
  order.forEach((i, place) => {
    least = Math.max(least, Math.min(1, given[i]! * (given.length - place)));
    adjusted[i] = least;
  });
  return adjusted;
}
