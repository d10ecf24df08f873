/** What is held against one another: values, of which more is better, as many in each. */
export interface Point {
  readonly values: readonly number[];
}

/** Whether `a` is nowhere worse than `b`, and somewhere better. */
function dominates({ values: a }: Point, { values: b }: Point): boolean {
  let better = false;
  for (let i = 0; i < a.length; i++) {
    if (a[i]! < b[i]!) return false;
    if (a[i]! > b[i]!) better = true;
  }
  return better;
}

/**
 * The points that no other dominates, with one more; of equal ones all stay. Points that come later stand behind. Begun
 * with none, it is the front of Pareto of all that came, in whatever order they did.
 */
export function frontWith<P extends Point>(front: readonly P[], point: P): readonly P[] {
  if (front.some((one) => dominates(one, point))) return front;
  return [...front.filter((one) => !dominates(point, one)), point];
}

/**
 * The points in fronts: the first has those that no other dominates, each later one those that none dominates but in the fronts
 * before. Within a front they keep their order, and equal ones are in one. From the greatest on in the order of their values, a
 * point is dominated only by earlier ones, and goes to the first front that does not dominate it (efficient non-dominated sort
 * with sequential search: Zhang et al. 2015); O(n²) comparisons at most.
 */
export function frontsOf<P extends Point>(points: readonly P[]): P[][] {
  const fronts: number[][] = [];
  const order = [...points.keys()].sort((a, b) => greaterFirst(points[a]!, points[b]!));
  for (const i of order) {
    const beats = (j: number) => dominates(points[j]!, points[i]!);
    // The newest of a front are the likeliest to dominate.
    const front = fronts.find((one) => one.findLast(beats) === undefined);
    if (front) front.push(i);
    else fronts.push([i]);
  }
  return fronts.map((front) => front.sort((a, b) => a - b).map((i) => points[i]!));
}

function greaterFirst({ values: a }: Point, { values: b }: Point): number {
  const i = a.findIndex((value, k) => value !== b[k]);
  return i < 0 ? 0 : b[i]! - a[i]!;
}

/**
 * How far a point of a front is from its neighbours: the sum over the values of the distance between the two beside it, to that
 * between the greatest and the least (crowding distance, NSGA-II: Deb et al. 2002). Infinite for those at an end.
 */
export function crowdingOf(front: readonly Point[]): number[] {
  const distances = front.map(() => 0);
  for (const k of front[0]?.values.keys() ?? []) {
    const at = (i: number) => front[i]!.values[k]!;
    const order = [...front.keys()].sort((a, b) => at(a) - at(b));
    const [first, last] = [order[0]!, order.at(-1)!];
    const range = at(last) - at(first);
    for (const [r, i] of order.entries()) {
      const isEnd = i === first || i === last;
      if (isEnd) distances[i] = Number.POSITIVE_INFINITY;
      else if (range > 0) distances[i]! += (at(order[r + 1]!) - at(order[r - 1]!)) / range;
    }
  }
  return distances;
}
