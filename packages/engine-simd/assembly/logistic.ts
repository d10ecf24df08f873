// A dense layer of one output straight from the rows as they lie in memory, with no tile in between: the whole of
// logistic regression, the deck's classifier, but for the loss. Parameters: w as wide as a row (the label and the
// padding take part like features, with weights that stay 0), then the bias.

import { sum, sums } from '../../core/assembly/elementary';

/** a[b] = w . x[b] + bias, and the label of each row of the list. */
export function rowLogits(
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
    store<f32>(labels + v, load<f32>(p0 + label));
    store<f32>(labels + v, load<f32>(p1 + label), 4);
    store<f32>(labels + v, load<f32>(p2 + label), 8);
    store<f32>(labels + v, load<f32>(p3 + label), 12);
  }
}

/** dw = sum_b d[b] x[b], d bias = sum_b d[b]. */
export function rowGradient(list: usize, chunks: i32, label: usize, d: usize, g: usize, bytes: usize): void {
  const width = <usize>chunks << 4;
  memory.fill(g, 0, width);
  let bias = f32x4.splat(0);
  for (let v: usize = 0; v < bytes; v += 16) {
    const p0 = load<u32>(list + v), p1 = load<u32>(list + v, 4);
    const p2 = load<u32>(list + v, 8), p3 = load<u32>(list + v, 12);
    const d0 = v128.load32_splat(d + v), d1 = v128.load32_splat(d + v, 4);
    const d2 = v128.load32_splat(d + v, 8), d3 = v128.load32_splat(d + v, 12);
    bias = f32x4.add(bias, v128.load(d + v));
    for (let c: usize = 0; c < width; c += 16) {
      const first = f32x4.add(f32x4.mul(d0, v128.load(p0 + c)), f32x4.mul(d1, v128.load(p1 + c)));
      const second = f32x4.add(f32x4.mul(d2, v128.load(p2 + c)), f32x4.mul(d3, v128.load(p3 + c)));
      v128.store(g + c, f32x4.add(v128.load(g + c), f32x4.add(first, second)));
    }
  }
  // The label takes part as if it were a feature; without a gradient its weight stays 0.
  store<f32>(g + label, 0);
  store<f32>(g + width, sum(bias));
}
