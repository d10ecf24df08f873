import type { Point } from './pareto.ts';

/** Heights above a reference. */
type Box = readonly number[];

/**
 * How much a point adds to the volume that others dominate above a reference. More is better; a point that is not above the reference
 * in all values adds nothing.
 *
 * It adds the box between itself and the reference, less what the others cover of that box: the volume of the others, each
 * cut off at the point (While, Bradstreet & Barone, "A fast way of calculating exact hypervolumes", 2012). Volumes are exact but
 * for rounding: plain sums and products, the same bits everywhere.
 */
export function volumeAdded(point: Point, others: readonly Point[], reference: readonly number[]): number {
  const own = above(point, reference);
  return own === null ? 0 : added(own, boxesOf(others, reference), own.length);
}

/** The volume that the points dominate above the reference, all together (Zitzler & Thiele 1998). */
export function hypervolume(points: readonly Point[], reference: readonly number[]): number {
  return volume(boxesOf(points, reference), reference.length);
}

const boxesOf = (points: readonly Point[], reference: readonly number[]): Box[] =>
  points.flatMap((point) => {
    const box = above(point, reference);
    return box === null ? [] : [box];
  });

/** Null where the point is not above the reference in some value. */
function above({ values }: Point, reference: readonly number[]): Box | null {
  const heights = values.map((value, k) => value - reference[k]!);
  return heights.every((height) => height > 0) ? heights : null;
}

/** What a box adds to others, by the first `d` of their heights. */
function added(box: Box, others: readonly Box[], d: number): number {
  const cut = others.map((other) => {
    const heights = new Array<number>(d);
    for (let k = 0; k < d; k++) heights[k] = Math.min(other[k]!, box[k]!);
    return heights;
  });
  return Math.max(0, product(box, d) - volume(cut, d));
}

/**
 * Of boxes, by the first `d` of their heights. From the lowest on in the last of them, what a box adds to the higher ones has its own
 * height there, and so is that times what it adds in one dimension less.
 */
function volume(boxes: readonly Box[], d: number): number {
  if (d === 1) return boxes.reduce((most, [height]) => Math.max(most, height!), 0);
  if (d === 2) return area(boxes);
  const rising = highest(boxes, d).sort((a, b) => a[d - 1]! - b[d - 1]!);
  return rising.reduce((sum, box, i) => sum + box[d - 1]! * added(box, rising.slice(i + 1), d - 1), 0);
}

/** From the widest on, each box adds what it is higher than all before. */
function area(boxes: readonly Box[]): number {
  let [sum, top] = [0, 0];
  for (const [width, height] of boxes.toSorted((a, b) => b[0]! - a[0]!)) {
    if (height! <= top) continue;
    sum += width! * (height! - top);
    top = height!;
  }
  return sum;
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
 * than it did to fewer, or to the last one that was taken alone, only those are measured anew that might be the next (Minoux 1978).
 */
export function mostVolume(points: readonly Point[], count: number, reference: readonly number[]): number[] {
  const d = reference.length;
  const boxes = points.map((point) => above(point, reference) ?? []);
  const alone = boxes.map((box) => (box.length === 0 ? 0 : product(box, d)));
  const most = [...alone];
  const measured = points.map(() => 0);
  const taken: number[] = [];
  while (taken.length < Math.min(count, points.length)) {
    let best = -1;
    for (let i = 0; i < most.length; i++) if (best < 0 || most[i]! > most[best]!) best = i;
    if (measured[best]! < taken.length) {
      const others = taken.map((i) => boxes[i]!);
      if (most[best]! > 0) most[best] = Math.min(most[best]!, added(boxes[best]!, others, d));
      measured[best] = taken.length;
      continue;
    }
    taken.push(best);
    most[best] = Number.NEGATIVE_INFINITY;
    const last = boxes[best]!;
    for (let i = 0; i < most.length; i++) {
      if (most[i]! > 0) most[i] = Math.min(most[i]!, alone[i]! - shared(boxes[i]!, last, d));
    }
  }
  return taken;
}

/** The volume that two boxes have in common. */
function shared(a: Box, b: Box, d: number): number {
  let all = 1;
  for (let k = 0; k < d; k++) all *= Math.min(a[k]!, b[k]!);
  return all;
}
