// Logistic regression, the deck's classifier: one pass over the batch's rows as they lie in memory, with no tile.
// a = w . x + b;  dw = sum_b k w_b (p - y) x;  db likewise. Parameters: w padded to the width of a row, then b.

import { atLeast, expOfMinusAbs, log, one, sum, sums } from './elementary';
import { addCount, agree } from './loss';
import { valid } from './rows';

/** Gradient of one batch to g; adds the loss (only where `measured`) and the hits to their f64 totals. */
export function logistic(
  list: usize, count: i32, chunks: i32, label: usize, w: usize, g: usize, weights: usize, k: f32,
  measured: bool, total: usize, correct: usize,
): void {
  const zero = f32x4.splat(0), unit = one(), factor = f32x4.splat(k);
  const width = <usize>chunks << 4;
  const bias = v128.load32_splat(w + width);
  memory.fill(g, 0, width);
  let lanes = zero, hits = zero, db = zero;
  for (let at = 0; at < count; at += 4) {
    const p0 = load<u32>(list), p1 = load<u32>(list, 4), p2 = load<u32>(list, 8), p3 = load<u32>(list, 12);
    list += 16;
    let a0 = zero, a1 = zero, a2 = zero, a3 = zero;
    for (let c: usize = 0; c < width; c += 16) {
      const v = v128.load(w + c);
      a0 = f32x4.add(a0, f32x4.mul(v, v128.load(p0 + c)));
      a1 = f32x4.add(a1, f32x4.mul(v, v128.load(p1 + c)));
      a2 = f32x4.add(a2, f32x4.mul(v, v128.load(p2 + c)));
      a3 = f32x4.add(a3, f32x4.mul(v, v128.load(p3 + c)));
    }
    const a = f32x4.add(sums(a0, a1, a2, a3), bias);
    let y = v128.load32_zero(p0 + label);
    y = v128.load_lane<f32>(p1 + label, y, 1);
    y = v128.load_lane<f32>(p2 + label, y, 2);
    y = v128.load_lane<f32>(p3 + label, y, 3);
    const e = expOfMinusAbs(a);
    const p = f32x4.div(v128.bitselect(e, unit, f32x4.lt(a, zero)), f32x4.add(unit, e));
    const mask = valid(<usize>at << 2, count);
    const weight = v128.and(weights ? v128.load(weights + (<usize>at << 2)) : unit, mask);
    if (measured) {
      const loss = f32x4.add(f32x4.sub(atLeast(a, zero), f32x4.mul(a, y)), log(f32x4.add(unit, e)));
      lanes = f32x4.add(lanes, f32x4.mul(loss, weight));
      hits = i32x4.sub(hits, v128.and(agree(a, y), mask));
    }
    const d = f32x4.mul(f32x4.mul(factor, weight), f32x4.sub(p, y));
    db = f32x4.add(db, d);
    const d0 = v128.shuffle<f32>(d, d, 0, 0, 0, 0), d1 = v128.shuffle<f32>(d, d, 1, 1, 1, 1);
    const d2 = v128.shuffle<f32>(d, d, 2, 2, 2, 2), d3 = v128.shuffle<f32>(d, d, 3, 3, 3, 3);
    for (let c: usize = 0; c < width; c += 16) {
      const first = f32x4.add(f32x4.mul(d0, v128.load(p0 + c)), f32x4.mul(d1, v128.load(p1 + c)));
      const second = f32x4.add(f32x4.mul(d2, v128.load(p2 + c)), f32x4.mul(d3, v128.load(p3 + c)));
      v128.store(g + c, f32x4.add(v128.load(g + c), f32x4.add(first, second)));
    }
  }
  // The label takes part as if it were a feature; without a gradient its weight stays 0.
  store<f32>(g + label, 0);
  store<f32>(g + width, sum(db));
  if (measured) {
    store<f64>(total, load<f64>(total) + <f64>sum(lanes));
    addCount(correct, hits);
  }
}
