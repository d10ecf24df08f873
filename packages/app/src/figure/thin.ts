/** A curve's places: as many in `x` as in `y`. */
export interface Places {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/**
 * At most so many places of a curve, its ends among them, evenly along its way: so that what lies between two of them went
 * no farther than a step, across or up.
 */
export function thinned({ x, y }: Places, most: number): Places {
  if (x.length <= most) return { x, y };
  const way = (i: number) => Math.abs(x[i]! - x[i - 1]!) + Math.abs(y[i]! - y[i - 1]!);
  let whole = 0;
  for (let i = 1; i < x.length; i++) whole += way(i);
  const step = whole / (most - 2);
  const kept = [0];
  let gone = 0;
  let due = step;
  for (let i = 1; i < x.length - 1; i++) {
    gone += way(i);
    if (gone < due) continue;
    kept.push(i);
    due = step * (Math.floor(gone / step) + 1);
  }
  const chosen = [...kept.slice(0, most - 1), x.length - 1];
  return { x: chosen.map((i) => x[i]!), y: chosen.map((i) => y[i]!) };
}
