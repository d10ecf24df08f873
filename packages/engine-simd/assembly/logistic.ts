// A dense layer of one output straight from the rows as they lie in memory, with no tile in between: the whole of
// logistic regression, the deck's classifier, but for the loss. Parameters: w as wide as a row (the label and the
// padding take part like features, with weights that stay 0), then the bias.

import { sum, sums } from '../../core/assembly/elementary';

/**
 * a[b] = w . x[b] + bias, and the label of each row of the list. Each of four lanes sums every fourth column, then the
 * first and the third are added, the second and the fourth, and both.
 */
export function rowLogits(
  list: usize, chunks: i32, label: usize, w: usize, a: usize, labels: usize, bytes: usize,
): void {
  if (chunks == 1) fewLogits(1, list, label, w, a, labels, bytes);
  else if (chunks == 2) fewLogits(2, list, label, w, a, labels, bytes);
  else if (chunks == 3) fewLogits(3, list, label, w, a, labels, bytes);
  else manyLogits(list, chunks, label, w, a, labels, bytes);
}

/** Of rows so narrow that all of w stays in registers. */
// @ts-ignore: decorator
@inline function fewLogits(
  chunks: i32, list: usize, label: usize, w: usize, a: usize, labels: usize, bytes: usize,
): void {
  const zero = f32x4.splat(0), bias = v128.load32_splat(w + (<usize>chunks << 4));
  const k0 = v128.load(w);
  let k1 = zero, k2 = zero;
  if (chunks > 1) k1 = v128.load(w, 16);
  if (chunks > 2) k2 = v128.load(w, 32);
  for (let v: usize = 0; v < bytes; v += 16) {
    const p0 = load<u32>(list + v), p1 = load<u32>(list + v, 4);
    const p2 = load<u32>(list + v, 8), p3 = load<u32>(list + v, 12);
    let a0 = f32x4.add(zero, f32x4.mul(k0, v128.load(p0))), a1 = f32x4.add(zero, f32x4.mul(k0, v128.load(p1)));
    let a2 = f32x4.add(zero, f32x4.mul(k0, v128.load(p2))), a3 = f32x4.add(zero, f32x4.mul(k0, v128.load(p3)));
    if (chunks > 1) {
      a0 = f32x4.add(a0, f32x4.mul(k1, v128.load(p0, 16)));
      a1 = f32x4.add(a1, f32x4.mul(k1, v128.load(p1, 16)));
      a2 = f32x4.add(a2, f32x4.mul(k1, v128.load(p2, 16)));
      a3 = f32x4.add(a3, f32x4.mul(k1, v128.load(p3, 16)));
    }
    if (chunks > 2) {
      a0 = f32x4.add(a0, f32x4.mul(k2, v128.load(p0, 32)));
      a1 = f32x4.add(a1, f32x4.mul(k2, v128.load(p1, 32)));
      a2 = f32x4.add(a2, f32x4.mul(k2, v128.load(p2, 32)));
      a3 = f32x4.add(a3, f32x4.mul(k2, v128.load(p3, 32)));
    }
    v128.store(a + v, f32x4.add(sums(a0, a1, a2, a3), bias));
    copyLabels(p0, p1, p2, p3, label, labels + v);
  }
}

// @ts-ignore: decorator
@inline function copyLabels(p0: usize, p1: usize, p2: usize, p3: usize, label: usize, to: usize): void {
  store<f32>(to, load<f32>(p0 + label));
  store<f32>(to, load<f32>(p1 + label), 4);
  store<f32>(to, load<f32>(p2 + label), 8);
  store<f32>(to, load<f32>(p3 + label), 12);
}

// @ts-ignore: decorator
@inline function manyLogits(
  list: usize, chunks: i32, label: usize, w: usize, a: usize, labels: usize, bytes: usize,
): void {
  const zero = f32x4.splat(0), width = <usize>chunks << 4;
  const bias = v128.load32_splat(w + width);
  for (let v: usize = 0; v < bytes; v += 16) {
    const p0 = load<u32>(list + v), p1 = load<u32>(list + v, 4);
    const p2 = load<u32>(list + v, 8), p3 = load<u32>(list + v, 12);
    let a0 = zero, a1 = zero, a2 = zero, a3 = zero;
    for (let c: usize = 0; c < width; c += 16) {
      const k = v128.load(w + c);
      a0 = f32x4.add(a0, f32x4.mul(k, v128.load(p0 + c)));
      a1 = f32x4.add(a1, f32x4.mul(k, v128.load(p1 + c)));
      a2 = f32x4.add(a2, f32x4.mul(k, v128.load(p2 + c)));
      a3 = f32x4.add(a3, f32x4.mul(k, v128.load(p3 + c)));
    }
    v128.store(a + v, f32x4.add(sums(a0, a1, a2, a3), bias));
    copyLabels(p0, p1, p2, p3, label, labels + v);
  }
}

/**
 * dw = sum_b d[b] x[b], d bias = sum_b d[b]: of four rows at a time the first two and the last two are added, then both.
 */
export function rowGradient(list: usize, chunks: i32, label: usize, d: usize, g: usize, bytes: usize): void {
  const bias = g + (<usize>chunks << 4);
  for (let c: usize = 0; chunks > 0; chunks -= 4, c += 64) {
    if (chunks > 3) gradientBlock(4, list, c, d, g + c, bias, bytes);
    else if (chunks == 3) gradientBlock(3, list, c, d, g + c, bias, bytes);
    else if (chunks == 2) gradientBlock(2, list, c, d, g + c, bias, bytes);
    else gradientBlock(1, list, c, d, g + c, bias, bytes);
  }
  // The label takes part as if it were a feature; without a gradient its weight stays 0.
  store<f32>(g + label, 0);
}

/** A block of up to 4 vectors of dw, in registers, from the columns that begin `c` bytes into each row; and d bias, in each the same. */
// @ts-ignore: decorator
@inline function gradientBlock(
  chunks: i32, list: usize, c: usize, d: usize, g: usize, bias: usize, bytes: usize,
): void {
  let g0 = f32x4.splat(0), g1 = g0, g2 = g0, g3 = g0, lanes = g0;
  for (let v: usize = 0; v < bytes; v += 16) {
    const p0 = <usize>load<u32>(list + v) + c, p1 = <usize>load<u32>(list + v, 4) + c;
    const p2 = <usize>load<u32>(list + v, 8) + c, p3 = <usize>load<u32>(list + v, 12) + c;
    const d0 = v128.load32_splat(d + v), d1 = v128.load32_splat(d + v, 4);
    const d2 = v128.load32_splat(d + v, 8), d3 = v128.load32_splat(d + v, 12);
    lanes = f32x4.add(lanes, v128.load(d + v));
    g0 = f32x4.add(g0, four(d0, v128.load(p0), d1, v128.load(p1), d2, v128.load(p2), d3, v128.load(p3)));
    if (chunks > 1) g1 = f32x4.add(g1, four(d0, v128.load(p0, 16), d1, v128.load(p1, 16), d2, v128.load(p2, 16), d3, v128.load(p3, 16)));
    if (chunks > 2) g2 = f32x4.add(g2, four(d0, v128.load(p0, 32), d1, v128.load(p1, 32), d2, v128.load(p2, 32), d3, v128.load(p3, 32)));
    if (chunks > 3) g3 = f32x4.add(g3, four(d0, v128.load(p0, 48), d1, v128.load(p1, 48), d2, v128.load(p2, 48), d3, v128.load(p3, 48)));
  }
  v128.store(g, g0);
  if (chunks > 1) v128.store(g, g1, 16);
  if (chunks > 2) v128.store(g, g2, 32);
  if (chunks > 3) v128.store(g, g3, 48);
  store<f32>(bias, sum(lanes));
}

// @ts-ignore: decorator
@inline function four(a: v128, x: v128, b: v128, y: v128, c: v128, z: v128, d: v128, u: v128): v128 {
  return f32x4.add(f32x4.add(f32x4.mul(a, x), f32x4.mul(b, y)), f32x4.add(f32x4.mul(c, z), f32x4.mul(d, u)));
}
