// Weight gradients: dW[i, o] = sum_b x[i, b] dy[o, b] in blocks of 2 inputs x up to 5 outputs, summed over the
// batch lane by lane and then across lanes; db[o] = sum_b dy[o, b].

import { blockWidth } from './dense';
import { sum, sums } from '../../core/assembly/elementary';

/** Writes dW [inputs, outputs] row-major and then db [outputs] to g. */
export function weightGradient(
  x: usize, inputs: i32, dy: usize, outputs: i32, g: usize, stride: usize, bytes: usize,
): void {
  for (let o = 0; o < outputs; ) {
    const width = blockWidth(outputs - o);
    const d = dy + <usize>o * stride;
    const to = g + (<usize>o << 2);
    if (width == 5) columns(5, x, inputs, d, outputs, to, stride, bytes);
    else if (width == 4) columns(4, x, inputs, d, outputs, to, stride, bytes);
    else if (width == 3) columns(3, x, inputs, d, outputs, to, stride, bytes);
    else if (width == 2) columns(2, x, inputs, d, outputs, to, stride, bytes);
    else columns(1, x, inputs, d, outputs, to, stride, bytes);
    o += width;
  }
}

/** All inputs of a block of outputs, two at a time; then the bias, together with an odd last input. */
// @ts-ignore: decorator
@inline function columns(
  width: i32, x: usize, inputs: i32, dy: usize, outputs: i32, g: usize, stride: usize, bytes: usize,
): void {
  const pitch = <usize>outputs << 2;
  let i = 0;
  for (; i + 1 < inputs; i += 2) {
    block(width, true, x, dy, g, pitch, stride, bytes);
    x += stride * 2;
    g += pitch * 2;
  }
  if (i < inputs) block(width, false, x, dy, g, pitch, stride, bytes);
  else bias(width, dy, g, stride, bytes);
}

/** Two rows of dW; unless `paired` the second is db. */
// @ts-ignore: decorator
@inline function block(
  width: i32, paired: bool, x0: usize, dy: usize, g: usize, pitch: usize, stride: usize, bytes: usize,
): void {
  let a0 = f32x4.splat(0), b0 = a0, a1 = a0, b1 = a0, a2 = a0, b2 = a0, a3 = a0, b3 = a0, a4 = a0, b4 = a0;
  const x1 = x0 + stride;
  const dy1 = dy + stride, dy2 = dy1 + stride, dy3 = dy2 + stride, dy4 = dy3 + stride;
  for (let v: usize = 0; v < bytes; v += 16) {
    let a = v128.load(x0 + v), b = a;
    if (paired) b = v128.load(x1 + v);
    let d = v128.load(dy + v);
    a0 = f32x4.add(a0, f32x4.mul(a, d)); b0 = f32x4.add(b0, paired ? f32x4.mul(b, d) : d);
    if (width > 1) { d = v128.load(dy1 + v); a1 = f32x4.add(a1, f32x4.mul(a, d)); b1 = f32x4.add(b1, paired ? f32x4.mul(b, d) : d); }
    if (width > 2) { d = v128.load(dy2 + v); a2 = f32x4.add(a2, f32x4.mul(a, d)); b2 = f32x4.add(b2, paired ? f32x4.mul(b, d) : d); }
    if (width > 3) { d = v128.load(dy3 + v); a3 = f32x4.add(a3, f32x4.mul(a, d)); b3 = f32x4.add(b3, paired ? f32x4.mul(b, d) : d); }
    if (width > 4) { d = v128.load(dy4 + v); a4 = f32x4.add(a4, f32x4.mul(a, d)); b4 = f32x4.add(b4, paired ? f32x4.mul(b, d) : d); }
  }
  const kept = SUMS;
  keep(width, kept, a0, a1, a2, a3, b0, b1, b2, b3);
  put(width, g, v128.load(kept), v128.load(kept, 16), v128.load(kept, 32), v128.load(kept, 48), a4);
  put(width, g + pitch, v128.load(kept, 64), v128.load(kept, 80), v128.load(kept, 96), v128.load(kept, 112), b4);
}

/** Sums of a block, before their lanes are added. */
const SUMS = memory.data(128, 16);

/** Neighbours one after the other, at one address with different offsets: so V8 packs two of them, and what made them. */
// @ts-ignore: decorator
@inline function keep(
  width: i32, to: usize, a0: v128, a1: v128, a2: v128, a3: v128, b0: v128, b1: v128, b2: v128, b3: v128,
): void {
  v128.store(to, a0);
  if (width > 1) v128.store(to, a1, 16);
  if (width > 2) v128.store(to, a2, 32);
  if (width > 3) v128.store(to, a3, 48);
  v128.store(to, b0, 64);
  if (width > 1) v128.store(to, b1, 80);
  if (width > 2) v128.store(to, b2, 96);
  if (width > 3) v128.store(to, b3, 112);
}

// @ts-ignore: decorator
@inline function bias(width: i32, dy: usize, g: usize, stride: usize, bytes: usize): void {
  let a0 = f32x4.splat(0), a1 = a0, a2 = a0, a3 = a0, a4 = a0;
  const dy1 = dy + stride, dy2 = dy1 + stride, dy3 = dy2 + stride, dy4 = dy3 + stride;
  for (let v: usize = 0; v < bytes; v += 32) {
    a0 = f32x4.add(a0, f32x4.add(v128.load(dy + v), v128.load(dy + v, 16)));
    if (width > 1) a1 = f32x4.add(a1, f32x4.add(v128.load(dy1 + v), v128.load(dy1 + v, 16)));
    if (width > 2) a2 = f32x4.add(a2, f32x4.add(v128.load(dy2 + v), v128.load(dy2 + v, 16)));
    if (width > 3) a3 = f32x4.add(a3, f32x4.add(v128.load(dy3 + v), v128.load(dy3 + v, 16)));
    if (width > 4) a4 = f32x4.add(a4, f32x4.add(v128.load(dy4 + v), v128.load(dy4 + v, 16)));
  }
  put(width, g, a0, a1, a2, a3, a4);
}

/** The sums of `width` vectors, side by side. */
// @ts-ignore: decorator
@inline function put(width: i32, to: usize, a: v128, b: v128, c: v128, d: v128, e: v128): void {
  if (width > 3) {
    v128.store(to, sums(a, b, c, d));
    if (width > 4) store<f32>(to, sum(e), 16);
  } else {
    store<f32>(to, sum(a));
    if (width > 1) store<f32>(to, sum(b), 4);
    if (width > 2) store<f32>(to, sum(c), 8);
  }
}
