/** What is held against one another: values, of which more is better, as many in each. */
export interface Point {
  readonly values: readonly number[];
}

/** Whether `a` is nowhere worse than `b`, and somewhere better. */
function dominates({ values: a }: Point, { values: b }: Point): boolean {
  return a.every((value, i) => value >= b[i]!) && a.some((value, i) => value > b[i]!);
}

/**
 * The points that no other dominates, with one more; of equal ones all stay. Points that come later stand behind. Begun
 * with none, it is the front of Pareto of all that came, in whatever order they did.
 */
export function frontWith<P extends Point>(front: readonly P[], point: P): readonly P[] {
  if (front.some((one) => dominates(one, point))) return front;
  return [...front.filter((one) => !dominates(point, one)), point];
}
