// What decoders of tables make of features, by kinds of columns: losses, gradients with respect to logits, draws. Of yes
// or no, `loss.ts` has the loss. Tiles are [features, batch]; each loss adds sum_b w_b loss_b to an f64 total.

import { exp, expOfMinusAbs, log, one } from '../../core/assembly/elementary';
import { add, sigmoidFrom } from './loss';

/**
 * Numbers whose logits are normal: x^ = sigmoid(a) and R = sum_j ((t - a)^2 / v + ln v) / 2, where t = ln(x / (1 - x)) of x
 * held within [edge, 1 - edge], and v = e^b + least. Leaves for the way back: `slope` = (a - t) / v, and
 * (1 - (a - t)^2 / v) e^b / (2 v) in place of b. R is left out unless `measured`.
 */
export function logitNormal(
  a: usize, b: usize, x: usize, features: i32, out: usize, slope: usize, weights: usize, total: usize,
  edge: f32, least: f32, measured: bool, stride: usize, bytes: usize,
): void {
  const unit = one(), half = f32x4.splat(0.5), floor = f32x4.splat(least);
  const low = f32x4.splat(edge), high = f32x4.sub(unit, low);
  let lanes = f32x4.splat(0);
  for (let j = 0; j < features; j++) {
    for (let v: usize = 0; v < bytes; v += 16) {
      const inside = f32x4.pmin(f32x4.pmax(v128.load(x + v), low), high);
      v128.store(slope + v, log(f32x4.div(inside, f32x4.sub(unit, inside))));
    }
    for (let v: usize = 0; v < bytes; v += 16) {
      v128.store(b + v, exp(v128.load(b + v)));
      v128.store(out + v, expOfMinusAbs(v128.load(a + v)));
    }
    for (let v: usize = 0; v < bytes; v += 16) {
      const logit = v128.load(a + v), e = v128.load(b + v);
      const error = f32x4.sub(logit, v128.load(slope + v));
      const variance = f32x4.add(e, floor);
      const share = f32x4.div(error, variance);
      const square = f32x4.mul(error, share);
      v128.store(slope + v, share);
      v128.store(b + v, f32x4.mul(f32x4.mul(half, f32x4.sub(unit, square)), f32x4.div(e, variance)));
      v128.store(out + v, sigmoidFrom(v128.load(out + v), logit));
      if (measured) {
        const loss = f32x4.mul(half, f32x4.add(square, log(variance)));
        lanes = f32x4.add(lanes, f32x4.mul(loss, v128.load(weights + v)));
      }
    }
    a += stride; b += stride; x += stride; out += stride; slope += stride;
  }
  add(total, lanes);
}

/** da = k w slope + dx^ x^ (1 - x^) in place of dx^, db = k w times what stands in its place. */
export function logitNormalGradient(
  p: usize, slope: usize, features: i32, d: usize, b: usize, weights: usize, k: f32, stride: usize, bytes: usize,
): void {
  const unit = one(), factor = f32x4.splat(k);
  for (let j = 0; j < features; j++) {
    for (let v: usize = 0; v < bytes; v += 16) {
      const q = v128.load(p + v), scale = f32x4.mul(factor, v128.load(weights + v));
      const through = f32x4.mul(v128.load(d + v), f32x4.mul(q, f32x4.sub(unit, q)));
      v128.store(d + v, f32x4.add(f32x4.mul(scale, v128.load(slope + v)), through));
      v128.store(b + v, f32x4.mul(scale, v128.load(b + v)));
    }
    p += stride; slope += stride; d += stride; b += stride;
  }
}

/** A category: x^ = softmax(a) and R = sum_k x_k (ln(sum_l e^a_l) - a_k): nothing where all of x is 0; only where `measured`. a is kept. */
export function category(
  a: usize, x: usize, levels: i32, out: usize, weights: usize, total: usize, measured: bool, stride: usize, bytes: usize,
): void {
  const zero = f32x4.splat(0), unit = one();
  const span = <usize>levels * stride;
  let lanes = zero;
  for (let v: usize = 0; v < bytes; v += 16) {
    let largest = v128.load(a + v);
    for (let at = v + stride; at < span; at += stride) largest = f32x4.pmax(largest, v128.load(a + at));
    let sum = zero;
    for (let at = v; at < span; at += stride) {
      const e = exp(f32x4.sub(v128.load(a + at), largest));
      v128.store(out + at, e);
      sum = f32x4.add(sum, e);
    }
    const scale = f32x4.div(unit, sum);
    for (let at = v; at < span; at += stride) v128.store(out + at, f32x4.mul(v128.load(out + at), scale));
    if (!measured) continue;
    let mass = zero, own = zero;
    for (let at = v; at < span; at += stride) {
      const target = v128.load(x + at);
      mass = f32x4.add(mass, target);
      own = f32x4.add(own, f32x4.mul(target, v128.load(a + at)));
    }
    const loss = f32x4.sub(f32x4.mul(mass, f32x4.add(largest, log(sum))), own);
    lanes = f32x4.add(lanes, f32x4.mul(loss, v128.load(weights + v)));
  }
  add(total, lanes);
}

/** da_k = k w (x^_k sum_l x_l - x_k) + x^_k (dx^_k - sum_l dx^_l x^_l), in place of dx^. */
export function categoryGradient(
  p: usize, x: usize, levels: i32, d: usize, weights: usize, k: f32, stride: usize, bytes: usize,
): void {
  const zero = f32x4.splat(0), factor = f32x4.splat(k);
  const span = <usize>levels * stride;
  for (let v: usize = 0; v < bytes; v += 16) {
    let mass = zero, mean = zero;
    for (let at = v; at < span; at += stride) {
      mass = f32x4.add(mass, v128.load(x + at));
      mean = f32x4.add(mean, f32x4.mul(v128.load(d + at), v128.load(p + at)));
    }
    const scale = f32x4.mul(factor, v128.load(weights + v));
    for (let at = v; at < span; at += stride) {
      const q = v128.load(p + at);
      const error = f32x4.sub(f32x4.mul(mass, q), v128.load(x + at));
      const through = f32x4.mul(q, f32x4.sub(v128.load(d + at), mean));
      v128.store(d + at, f32x4.add(f32x4.mul(scale, error), through));
    }
  }
}

/** x^ = sigmoid(a), and nothing else: a is kept. */
export function sigmoids(a: usize, features: i32, out: usize, stride: usize, bytes: usize): void {
  for (let j = 0; j < features; j++) {
    for (let v: usize = 0; v < bytes; v += 16) {
      const logit = v128.load(a + v);
      v128.store(out + v, sigmoidFrom(expOfMinusAbs(logit), logit));
    }
    a += stride; out += stride;
  }
}

/** Numbers: sigmoid(a + sqrt(e^b + least) n). Rows of noise are `pitch` bytes apart. */
export function drawNumbers(
  a: usize, b: usize, features: i32, noise: usize, pitch: usize, least: f32, out: usize, stride: usize, bytes: usize,
): void {
  const floor = f32x4.splat(least);
  for (let j = 0; j < features; j++) {
    for (let v: usize = 0; v < bytes; v += 16) {
      const deviation = f32x4.sqrt(f32x4.add(exp(v128.load(b + v)), floor));
      const logit = f32x4.add(v128.load(a + v), f32x4.mul(deviation, v128.load(noise + v)));
      v128.store(out + v, sigmoidFrom(expOfMinusAbs(logit), logit));
    }
    a += stride; b += stride; noise += pitch; out += stride;
  }
}

/** Uniform on [0, 1) by the upper 24 bits of random words. */
// @ts-ignore: decorator
@inline function uniform(words: v128): v128 {
  return f32x4.mul(f32x4.convert_i32x4_s(i32x4.shr_u(words, 8)), f32x4.splat(5.9604644775390625e-8));
}

/** Yes or no: 1 where u < x^, else 0, in place of x^. */
export function drawYes(p: usize, features: i32, words: usize, pitch: usize, stride: usize, bytes: usize): void {
  const unit = one();
  for (let j = 0; j < features; j++) {
    for (let v: usize = 0; v < bytes; v += 16) {
      v128.store(p + v, v128.and(unit, f32x4.lt(uniform(v128.load(words + v)), v128.load(p + v))));
    }
    p += stride; words += pitch;
  }
}

/** A category: 1 at the first level whose sum of x^ so far is above u, else at the last; in place of x^. */
export function drawCategory(p: usize, levels: i32, words: usize, stride: usize, bytes: usize): void {
  const unit = one();
  const last = <usize>(levels - 1) * stride;
  for (let v: usize = 0; v < bytes; v += 16) {
    const u = uniform(v128.load(words + v));
    let sum = f32x4.splat(0), done = sum;
    for (let at = v; at < last; at += stride) {
      sum = f32x4.add(sum, v128.load(p + at));
      const here = f32x4.lt(u, sum);
      v128.store(p + at, v128.and(unit, v128.andnot(here, done)));
      done = v128.or(done, here);
    }
    v128.store(p + v + last, v128.andnot(unit, done));
  }
}

/** Classes as inputs: row k is 1 where the label is k, else 0. */
export function oneHot(labels: usize, classes: i32, to: usize, stride: usize, bytes: usize): void {
  const unit = one();
  for (let k = 0; k < classes; k++) {
    const own = f32x4.splat(<f32>k);
    for (let v: usize = 0; v < bytes; v += 16) {
      v128.store(to + v, v128.and(unit, f32x4.eq(v128.load(labels + v), own)));
    }
    to += stride;
  }
}

/**
 * Takes the KL of coordinates that are within their free bits out of the gradient: the factors that `reparametrise` left of
 * mu and s become 0 where totals[j] (f64) rose since the last batch, whose totals are at `before`, by less than `least`.
 */
export function freeBits(
  latent: usize, size: i32, totals: usize, before: usize, least: f64, stride: usize, bytes: usize,
): void {
  let mu = latent, s = latent + <usize>size * stride;
  for (let j = 0; j < size; j++) {
    const now = load<f64>(totals);
    if (now - load<f64>(before) < least) {
      memory.fill(mu, 0, bytes);
      memory.fill(s, 0, bytes);
    }
    store<f64>(before, now);
    totals += 8; before += 8; mu += stride; s += stride;
  }
}
