import type { Point } from './pareto.ts';

/**
 * How much of the space between a reference and the points each point adds to those before it; their sum is the hypervolume of
 * all (Zitzler & Thiele 1998). More is better; a point that is not above the reference in all values adds nothing.
 *
 * A point adds the box between itself and the reference, less what the others cover of that box: the volume of the others, each
 * cut off at the point (While, Bradstreet & Barone, "A fast way of calculating exact hypervolumes", 2012). Volumes are exact but
 * for rounding: plain sums and products, the same bits everywhere.
 */
export function volumeAdded(point: Point, others: readonly Point[], reference: readonly number[]): number {
  const own = above(point, reference);
  if (own === null) return 0;
  const cut = others.flatMap((other) => {
    const heights = above(other, reference);
    return heights === null ? [] : [heights.map((height, k) => Math.min(height, own[k]!))];
  });
  return Math.max(0, product(own, own.length) - volume(cut, own.length));
}

/** The volume that the points dominate above the reference, all together. */
export function hypervolume(points: readonly Point[], reference: readonly number[]): number {
  return volume(
    points.flatMap((point) => {
      const heights = above(point, reference);
      return heights === null ? [] : [heights];
    }),
    reference.length,
  );
}

/** Heights above the reference; null where one is none. */
function above({ values }: Point, reference: readonly number[]): readonly number[] | null {
  const heights = values.map((value, k) => value - reference[k]!);
  return heights.every((height) => height > 0) ? heights : null;
}

/**
 * Of boxes from zero, by the first `d` of their heights. From the lowest on in the last of them, what a box adds to the higher ones
 * has its own height there, and so is that times a volume of one dimension less.
 */
function volume(boxes: readonly (readonly number[])[], d: number): number {
  if (d === 1) return boxes.reduce((most, [height]) => Math.max(most, height!), 0);
  const rising = highest(boxes, d).sort((a, b) => a[d - 1]! - b[d - 1]!);
  return rising.reduce((sum, box, i) => {
    const cut = rising.slice(i + 1).map((other) => other.map((height, k) => Math.min(height, box[k]!)));
    return sum + box[d - 1]! * (product(box, d - 1) - volume(cut, d - 1));
  }, 0);
}

/** Those that lie in no other; of equal ones the first. */
function highest(boxes: readonly (readonly number[])[], d: number): (readonly number[])[] {
  const kept: (readonly number[])[] = [];
  for (const box of boxes) {
    if (kept.some((one) => isIn(box, one, d))) continue;
    let to = 0;
    for (const one of kept) if (!isIn(one, box, d)) kept[to++] = one;
    kept.length = to;
    kept.push(box);
  }
  return kept;
}

function isIn(box: readonly number[], other: readonly number[], d: number): boolean {
  for (let k = 0; k < d; k++) if (box[k]! > other[k]!) return false;
  return true;
}

function product(heights: readonly number[], d: number): number {
  let all = 1;
  for (let k = 0; k < d; k++) all *= heights[k]!;
  return all;
}

/**
 * The places of `count` points that together dominate much: one after the other the one that adds most to those that were taken, of
 * equals the first, which is within 1 - 1/e of the best choice (Guerreiro, Fonseca & Paquete 2016). As a point never adds more
 * than it did to fewer, only those are measured anew that might be the next (Minoux 1978).
 */
export function mostVolume(points: readonly Point[], count: number, reference: readonly number[]): number[] {
  const most = points.map((point) => volumeAdded(point, [], reference));
  const measured = points.map(() => 0);
  const taken: number[] = [];
  while (taken.length < Math.min(count, points.length)) {
    let best = -1;
    for (const [i, bound] of most.entries()) if (best < 0 || bound > most[best]!) best = i;
    if (measured[best] === taken.length) {
      taken.push(best);
      most[best] = Number.NEGATIVE_INFINITY;
    } else {
      const others = taken.map((i) => points[i]!);
      most[best] = volumeAdded(points[best]!, others, reference);
      measured[best] = taken.length;
    }
  }
  return taken;
}
