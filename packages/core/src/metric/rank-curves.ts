/** The curves whose areas `ranking.ts` measures, of one class against the rest. */

import { rankedRows } from './ranking.ts';

/** Places from the strictest threshold to the mildest. */
export interface RankCurve {
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly area: number;
}

export interface RankCurves {
  /**
   * Share of the other rows that are taken for the class, and of its own that are found, from 0 and 0 on. The area is that
   * below straight lines between the places.
   */
  readonly roc: RankCurve;
  /**
   * Recall and precision of the thresholds that find more. The area, average precision, is that below steps: each precision
   * holds from the recall before it, 0 at first, to its own.
   */
  readonly precisionRecall: RankCurve;
  /** The share of rows that are of the class: the precision of guessing. */
  readonly share: number;
}

/**
 * `probabilities` [n, P] row-major and `labels` [n], as `computeMetrics` takes them. Of two classes that of class 1 alone
 * is meant. Null where not both rows of the class and others are there.
 */
export function rankCurves(
  probabilities: Float32Array,
  labels: Uint8Array,
  classes: number,
  positive: number,
): RankCurves | null {
  const keys = rankedRows(probabilities, labels, classes, positive);
  const own = keys.reduce((sum, key) => sum + (key & 1), 0);
  const others = keys.length - own;
  if (own === 0 || others === 0) return null;
  const roc: Traced = { x: [0], y: [0], area: 0 };
  const precisionRecall: Traced = { x: [], y: [], area: 0 };
  let [found, mistaken] = [0, 0];
  for (let i = keys.length - 1; i >= 0; ) {
    const probability = keys[i]! >>> 1;
    const end = i;
    let gained = 0;
    for (; i >= 0 && keys[i]! >>> 1 === probability; i--) gained += keys[i]! & 1;
    roc.area += ((end - i - gained) * (found + gained / 2)) / (own * others);
    found += gained;
    mistaken += end - i - gained;
    roc.x.push(mistaken / others);
    roc.y.push(found / own);
    if (gained === 0) continue;
    const precision = found / (found + mistaken);
    precisionRecall.area += (gained * precision) / own;
    precisionRecall.x.push(found / own);
    precisionRecall.y.push(precision);
  }
  return { roc, precisionRecall, share: own / keys.length };
}

interface Traced {
  readonly x: number[];
  readonly y: number[];
  area: number;
}
