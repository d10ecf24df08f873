// Losses and their gradients with respect to logits. Each adds sum_b w_b loss_b to an f64 total. Exponentials and
// logarithms have loops of their own: the processor then overlaps more of these long chains of operations.

import { atLeast, exp, expOfMinusAbs, log, one, sum } from '../../core/assembly/elementary';
import { valid } from './rows';

/** One logarithm serves a product of as many numbers in [1, 2] as f32's exponent bears. */
const FACTORS = 100;

// @ts-ignore: decorator
@inline export function add(total: usize, lanes: v128): void {
  store<f64>(total, load<f64>(total) + <f64>sum(lanes));
}

/** sigmoid(a) from e = exp(-|a|): 1 / (1 + e) for a >= 0, else e / (1 + e). A NaN comes out as one. */
// @ts-ignore: decorator
@inline export function sigmoidFrom(e: v128, a: v128): v128 {
  const unit = one();
  return f32x4.div(v128.bitselect(e, unit, f32x4.lt(a, f32x4.splat(0))), f32x4.add(unit, e));
}

/** exp(-|a|) of a tile's row. */
// @ts-ignore: decorator
@inline function exponentials(a: usize, to: usize, bytes: usize): void {
  for (let v: usize = 0; v < bytes; v += 32) {
    const e0 = expOfMinusAbs(v128.load(a + v)), e1 = expOfMinusAbs(v128.load(a + v, 16));
    v128.store(to + v, e0); v128.store(to + v, e1, 16);
  }
}

/**
 * x^ = sigmoid(a) and R = sum_b w_b sum_j of max(a, 0) - a x + ln(1 + e^-|a|) (bce) or (x^ - x)^2 (mse).
 * a, x and x^ are tiles [features, batch]; a is lost. R is left out unless `measured`.
 */
export function reconstruct(
  a: usize, x: usize, features: i32, squared: bool, out: usize, weights: usize, total: usize,
  measured: bool, stride: usize, bytes: usize,
): void {
  for (let j = 0, from = a, to = out; j < features; j++) {
    exponentials(from, to, bytes);
    from += stride; to += stride;
  }
  if (!measured) {
    for (let j = 0; j < features; j++, a += stride, out += stride) {
      for (let v: usize = 0; v < bytes; v += 32) {
        const p0 = sigmoidFrom(v128.load(out + v), v128.load(a + v)), p1 = sigmoidFrom(v128.load(out + v, 16), v128.load(a + v, 16));
        v128.store(out + v, p0); v128.store(out + v, p1, 16);
      }
    }
    return;
  }
  for (let j = 0; j < features; j += FACTORS) {
    const down = <usize>j * stride;
    const rows = <usize>min(FACTORS, features - j) * stride;
    if (squared) squaredError(a + down, x + down, rows, out + down, weights, total, stride, bytes);
    else crossEntropy(a + down, x + down, rows, out + down, weights, total, stride, bytes);
  }
}

// @ts-ignore: decorator
@inline function squaredError(
  a: usize, x: usize, rows: usize, out: usize, weights: usize, total: usize, stride: usize, bytes: usize,
): void {
  let lanes = f32x4.splat(0);
  for (let v: usize = 0; v < bytes; v += 16) {
    let loss = f32x4.splat(0);
    for (let j = v; j < v + rows; j += stride) {
      const p = sigmoidFrom(v128.load(out + j), v128.load(a + j));
      const error = f32x4.sub(p, v128.load(x + j));
      v128.store(out + j, p);
      loss = f32x4.add(loss, f32x4.mul(error, error));
    }
    lanes = f32x4.add(lanes, f32x4.mul(loss, v128.load(weights + v)));
  }
  add(total, lanes);
}

// @ts-ignore: decorator
@inline function crossEntropy(
  a: usize, x: usize, rows: usize, out: usize, weights: usize, total: usize, stride: usize, bytes: usize,
): void {
  const zero = f32x4.splat(0), unit = one();
  let lanes = zero;
  for (let v: usize = 0; v < bytes; v += 32) {
    let loss0 = zero, loss1 = zero, product0 = unit, product1 = unit;
    for (let j = v; j < v + rows; j += stride) {
      const a0 = v128.load(a + j), a1 = v128.load(a + j, 16);
      const e0 = v128.load(out + j), e1 = v128.load(out + j, 16);
      loss0 = f32x4.add(loss0, f32x4.sub(atLeast(a0, zero), f32x4.mul(a0, v128.load(x + j))));
      loss1 = f32x4.add(loss1, f32x4.sub(atLeast(a1, zero), f32x4.mul(a1, v128.load(x + j, 16))));
      product0 = f32x4.mul(product0, f32x4.add(unit, e0)); product1 = f32x4.mul(product1, f32x4.add(unit, e1));
      const p0 = sigmoidFrom(e0, a0), p1 = sigmoidFrom(e1, a1);
      v128.store(out + j, p0); v128.store(out + j, p1, 16);
    }
    v128.store(a + v, product0); v128.store(a + v, product1, 16);
    lanes = f32x4.add(lanes, f32x4.mul(loss0, v128.load(weights + v)));
    lanes = f32x4.add(lanes, f32x4.mul(loss1, v128.load(weights + v, 16)));
  }
  for (let v: usize = 0; v < bytes; v += 32) {
    const l0 = log(v128.load(a + v)), l1 = log(v128.load(a + v, 16));
    v128.store(a + v, l0); v128.store(a + v, l1, 16);
    lanes = f32x4.add(lanes, f32x4.mul(l0, v128.load(weights + v)));
    lanes = f32x4.add(lanes, f32x4.mul(l1, v128.load(weights + v, 16)));
  }
  add(total, lanes);
}

/**
 * da = k w (x^ - x) + dx^ x^ (1 - x^) (bce), (2 k w (x^ - x) + dx^) x^ (1 - x^) (mse): the way back through the
 * reconstruction's sigmoid, in place of dx^, the gradient that the head sends.
 */
export function reconstructionGradient(
  p: usize, x: usize, features: i32, squared: bool, d: usize, weights: usize, k: f32,
  stride: usize, bytes: usize,
): void {
  const unit = one(), factor = f32x4.splat(squared ? 2 * k : k);
  for (let j = 0; j < features; j++) {
    for (let v: usize = 0; v < bytes; v += 16) {
      const q = v128.load(p + v);
      const error = f32x4.mul(f32x4.mul(factor, v128.load(weights + v)), f32x4.sub(q, v128.load(x + v)));
      const slope = f32x4.mul(q, f32x4.sub(unit, q));
      const head = v128.load(d + v);
      v128.store(d + v, squared
        ? f32x4.mul(f32x4.add(error, head), slope)
        : f32x4.add(error, f32x4.mul(head, slope)));
    }
    p += stride; x += stride; d += stride;
  }
}

/**
 * One logit a row: p in place of a; da = k w (p - y). Where `measured`, adds the loss, and counts rows whose
 * p >= 0.5 agrees with y.
 */
export function sigmoidLoss(
  a: usize, labels: usize, d: usize, weights: usize, k: f32, count: i32, total: usize, correct: usize,
  measured: bool, bytes: usize,
): void {
  const zero = f32x4.splat(0), unit = one(), factor = f32x4.splat(k);
  exponentials(a, d, bytes);
  if (measured) {
    let lanes = zero, hits = zero;
    for (let v: usize = 0; v < bytes; v += 16) {
      const logit = v128.load(a + v), y = v128.load(labels + v);
      const line = f32x4.sub(atLeast(logit, zero), f32x4.mul(logit, y));
      const loss = f32x4.add(line, log(f32x4.add(unit, v128.load(d + v))));
      lanes = f32x4.add(lanes, f32x4.mul(loss, v128.load(weights + v)));
      hits = i32x4.sub(hits, v128.and(agree(logit, y), valid(v, count)));
    }
    add(total, lanes);
    addCount(correct, hits);
  }
  for (let v: usize = 0; v < bytes; v += 32) {
    const p0 = sigmoidFrom(v128.load(d + v), v128.load(a + v)), p1 = sigmoidFrom(v128.load(d + v, 16), v128.load(a + v, 16));
    const error0 = f32x4.sub(p0, v128.load(labels + v)), error1 = f32x4.sub(p1, v128.load(labels + v, 16));
    const d0 = f32x4.mul(f32x4.mul(factor, v128.load(weights + v)), error0);
    const d1 = f32x4.mul(f32x4.mul(factor, v128.load(weights + v, 16)), error1);
    v128.store(a + v, p0); v128.store(a + v, p1, 16);
    v128.store(d + v, d0); v128.store(d + v, d1, 16);
  }
}

/** All ones where the class that the logit says is y (0 or 1); a NaN agrees with nothing. */
// @ts-ignore: decorator
@inline function agree(logit: v128, y: v128): v128 {
  const zero = f32x4.splat(0), unit = one();
  const yes = v128.and(f32x4.ge(logit, zero), f32x4.eq(y, unit));
  return v128.or(yes, v128.and(f32x4.lt(logit, zero), f32x4.eq(y, zero)));
}

// @ts-ignore: decorator
@inline function addCount(total: usize, lanes: v128): void {
  const hits = i32x4.extract_lane(lanes, 0) + i32x4.extract_lane(lanes, 1)
    + i32x4.extract_lane(lanes, 2) + i32x4.extract_lane(lanes, 3);
  store<f64>(total, load<f64>(total) + <f64>hits);
}

/** K logits a row: p_k in place of a_k; da = k w (p - onehot(y)); loss ln(sum_k e^a_k) - a_y. First of the largest wins. */
export function softmaxLoss(
  a: usize, classes: i32, labels: usize, d: usize, weights: usize, k: f32, count: i32, total: usize, correct: usize,
  stride: usize, bytes: usize,
): void {
  const zero = f32x4.splat(0), unit = one(), factor = f32x4.splat(k);
  const span = <usize>classes * stride;
  let lanes = zero, hits = zero;
  for (let v: usize = 0; v < bytes; v += 16) {
    const y = v128.load(labels + v), w = v128.load(weights + v);
    const start = a + v, end = start + span;
    let largest = v128.load(start), winner = zero, index = zero, own = zero;
    for (let at = start; at < end; at += stride) {
      const logit = v128.load(at);
      const more = f32x4.gt(logit, largest);
      largest = v128.bitselect(logit, largest, more);
      winner = v128.bitselect(index, winner, more);
      own = v128.bitselect(logit, own, f32x4.eq(index, y));
      index = f32x4.add(index, unit);
    }
    let sum = zero;
    for (let at = start; at < end; at += stride) {
      const e = exp(f32x4.sub(v128.load(at), largest));
      v128.store(at, e);
      sum = f32x4.add(sum, e);
    }
    const scale = f32x4.div(unit, sum);
    const gradient = f32x4.mul(factor, w);
    index = zero;
    let to = d + v;
    for (let at = start; at < end; at += stride) {
      const p = f32x4.mul(v128.load(at), scale);
      v128.store(at, p);
      const hot = v128.and(unit, f32x4.eq(index, y));
      v128.store(to, f32x4.mul(gradient, f32x4.sub(p, hot)));
      index = f32x4.add(index, unit);
      to += stride;
    }
    lanes = f32x4.add(lanes, f32x4.mul(w, f32x4.sub(f32x4.add(largest, log(sum)), own)));
    hits = i32x4.sub(hits, v128.and(f32x4.eq(winner, y), valid(v, count)));
  }
  add(total, lanes);
  addCount(correct, hits);
}
