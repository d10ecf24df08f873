// Dense layers on feature-major tiles: row i of a tile holds feature i of the whole batch, four rows of the batch
// a vector, `stride` bytes a row. Blocks of up to 5 outputs x 2 vectors are held in registers (10 sums, 2 inputs,
// 1 weight and 1 product fill the 15 that V8 leaves of x64's 16).

import { atLeast } from '../../core/assembly/elementary';

/** Blocks of near equal widths of at most 5: 11 is 4 + 4 + 3. */
// @ts-ignore: decorator
@inline export function blockWidth(left: i32): i32 {
  const blocks = (left + 4) / 5;
  return (left + blocks - 1) / blocks;
}

/** y[o, b] = max(floor, bias[o] + sum_i W[i, o] x[i, b]); W [inputs, outputs] row-major, then the bias. */
export function forward(
  x: usize, inputs: i32, w: usize, outputs: i32, y: usize, floor: f32, stride: usize, bytes: usize,
): void {
  const bias = w + (<usize>(inputs * outputs) << 2);
  const lowest = f32x4.splat(floor);
  const pitch = <usize>outputs << 2;
  for (let o = 0; o < outputs; ) {
    const width = blockWidth(outputs - o);
    const at = <usize>o << 2;
    const out = y + <usize>o * stride;
    if (width == 5) forwardBlock(5, x, inputs, w + at, pitch, bias + at, out, lowest, stride, bytes);
    else if (width == 4) forwardBlock(4, x, inputs, w + at, pitch, bias + at, out, lowest, stride, bytes);
    else if (width == 3) forwardBlock(3, x, inputs, w + at, pitch, bias + at, out, lowest, stride, bytes);
    else if (width == 2) forwardBlock(2, x, inputs, w + at, pitch, bias + at, out, lowest, stride, bytes);
    else forwardBlock(1, x, inputs, w + at, pitch, bias + at, out, lowest, stride, bytes);
    o += width;
  }
}

// @ts-ignore: decorator
@inline function forwardBlock(
  width: i32, x: usize, inputs: i32, w: usize, pitch: usize, bias: usize,
  y: usize, lowest: v128, stride: usize, bytes: usize,
): void {
  const end = w + <usize>inputs * pitch;
  for (let v: usize = 0; v < bytes; v += 32) {
    let a0 = v128.load32_splat(bias), b0 = a0;
    let a1 = a0, b1 = a0, a2 = a0, b2 = a0, a3 = a0, b3 = a0, a4 = a0, b4 = a0;
    if (width > 1) { a1 = v128.load32_splat(bias, 4); b1 = a1; }
    if (width > 2) { a2 = v128.load32_splat(bias, 8); b2 = a2; }
    if (width > 3) { a3 = v128.load32_splat(bias, 12); b3 = a3; }
    if (width > 4) { a4 = v128.load32_splat(bias, 16); b4 = a4; }
    let from = x + v;
    for (let at = w; at < end; at += pitch) {
      const a = v128.load(from), b = v128.load(from, 16);
      let k = v128.load32_splat(at);
      a0 = f32x4.add(a0, f32x4.mul(a, k)); b0 = f32x4.add(b0, f32x4.mul(b, k));
      if (width > 1) { k = v128.load32_splat(at, 4); a1 = f32x4.add(a1, f32x4.mul(a, k)); b1 = f32x4.add(b1, f32x4.mul(b, k)); }
      if (width > 2) { k = v128.load32_splat(at, 8); a2 = f32x4.add(a2, f32x4.mul(a, k)); b2 = f32x4.add(b2, f32x4.mul(b, k)); }
      if (width > 3) { k = v128.load32_splat(at, 12); a3 = f32x4.add(a3, f32x4.mul(a, k)); b3 = f32x4.add(b3, f32x4.mul(b, k)); }
      if (width > 4) { k = v128.load32_splat(at, 16); a4 = f32x4.add(a4, f32x4.mul(a, k)); b4 = f32x4.add(b4, f32x4.mul(b, k)); }
      from += stride;
    }
    let to = y + v;
    v128.store(to, atLeast(a0, lowest)); v128.store(to, atLeast(b0, lowest), 16);
    if (width > 1) { to += stride; v128.store(to, atLeast(a1, lowest)); v128.store(to, atLeast(b1, lowest), 16); }
    if (width > 2) { to += stride; v128.store(to, atLeast(a2, lowest)); v128.store(to, atLeast(b2, lowest), 16); }
    if (width > 3) { to += stride; v128.store(to, atLeast(a3, lowest)); v128.store(to, atLeast(b3, lowest), 16); }
    if (width > 4) { to += stride; v128.store(to, atLeast(a4, lowest)); v128.store(to, atLeast(b4, lowest), 16); }
  }
}

/**
 * dx[i, b] = sum_o W[i, o] dy[o, b], through the relu and the dropout that made x where there were some:
 * times `scale` where h[i, b] > 0, else 0. `h` is that activation, or 0 for none.
 */
export function inputGradient(
  dy: usize, outputs: i32, w: usize, inputs: i32, dx: usize, h: usize, scale: f32, stride: usize, bytes: usize,
): void {
  const pitch = <usize>outputs << 2;
  const factor = f32x4.splat(scale);
  for (let i = 0; i < inputs; ) {
    const width = blockWidth(inputs - i);
    const at = w + <usize>i * pitch;
    const down = <usize>i * stride;
    const mask = h ? h + down : 0;
    if (width == 5) gradientBlock(5, dy, at, pitch, dx + down, mask, factor, stride, bytes);
    else if (width == 4) gradientBlock(4, dy, at, pitch, dx + down, mask, factor, stride, bytes);
    else if (width == 3) gradientBlock(3, dy, at, pitch, dx + down, mask, factor, stride, bytes);
    else if (width == 2) gradientBlock(2, dy, at, pitch, dx + down, mask, factor, stride, bytes);
    else gradientBlock(1, dy, at, pitch, dx + down, mask, factor, stride, bytes);
    i += width;
  }
}

// @ts-ignore: decorator
@inline function gradientBlock(
  width: i32, dy: usize, w: usize, pitch: usize, dx: usize, h: usize, factor: v128, stride: usize, bytes: usize,
): void {
  const end = w + pitch;
  const pitch2 = pitch * 2, pitch3 = pitch * 3, pitch4 = pitch * 4;
  for (let v: usize = 0; v < bytes; v += 32) {
    let a0 = f32x4.splat(0), b0 = a0, a1 = a0, b1 = a0, a2 = a0, b2 = a0, a3 = a0, b3 = a0, a4 = a0, b4 = a0;
    let from = dy + v;
    for (let at = w; at < end; at += 4) {
      const a = v128.load(from), b = v128.load(from, 16);
      let k = v128.load32_splat(at);
      a0 = f32x4.add(a0, f32x4.mul(a, k)); b0 = f32x4.add(b0, f32x4.mul(b, k));
      if (width > 1) { k = v128.load32_splat(at + pitch); a1 = f32x4.add(a1, f32x4.mul(a, k)); b1 = f32x4.add(b1, f32x4.mul(b, k)); }
      if (width > 2) { k = v128.load32_splat(at + pitch2); a2 = f32x4.add(a2, f32x4.mul(a, k)); b2 = f32x4.add(b2, f32x4.mul(b, k)); }
      if (width > 3) { k = v128.load32_splat(at + pitch3); a3 = f32x4.add(a3, f32x4.mul(a, k)); b3 = f32x4.add(b3, f32x4.mul(b, k)); }
      if (width > 4) { k = v128.load32_splat(at + pitch4); a4 = f32x4.add(a4, f32x4.mul(a, k)); b4 = f32x4.add(b4, f32x4.mul(b, k)); }
      from += stride;
    }
    let to = dx + v, mask = h + v;
    put(to, a0, b0, h, mask, factor);
    if (width > 1) { to += stride; mask += stride; put(to, a1, b1, h, mask, factor); }
    if (width > 2) { to += stride; mask += stride; put(to, a2, b2, h, mask, factor); }
    if (width > 3) { to += stride; mask += stride; put(to, a3, b3, h, mask, factor); }
    if (width > 4) { to += stride; mask += stride; put(to, a4, b4, h, mask, factor); }
  }
}

// @ts-ignore: decorator
@inline function put(to: usize, a: v128, b: v128, h: usize, mask: usize, factor: v128): void {
  if (h) {
    const zero = f32x4.splat(0);
    a = v128.and(f32x4.mul(a, factor), f32x4.gt(v128.load(mask), zero));
    b = v128.and(f32x4.mul(b, factor), f32x4.gt(v128.load(mask, 16), zero));
  }
  v128.store(to, a);
  v128.store(to, b, 16);
}
