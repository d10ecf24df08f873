// Weight gradients of convolutions: dW[i, j, k, o] = sum over rows of the batch and windows of x dy. Each element has a
// vector of sums, one for every fourth row of the batch, in memory; for a row of windows, 2 inputs x up to 5 outputs of them
// are held in registers. They are summed across at the end. A row of windows is read while it is in the nearest cache.

import { sum, sums } from '../../core/assembly/elementary';
import { BLOCK } from './blocks';
import { ABOVE, CHANNELS, COLUMNS, FILTERS, HEIGHT, LEFT, OUT_HEIGHT, OUT_WIDTH, ROWS, size, STRIDE, WIDTH } from './conv';
import { blockWidth } from './dense';

/** Writes dW and then db to g. `partial`: a vector for each of them. */
export function convolutionGradient(sizes: usize, x: usize, dy: usize, g: usize, partial: usize, bytes: usize): void {
  gradient(false, sizes, x, dy, g, partial, bytes);
}

/** The same of what takes a convolution back, whose sizes these are: x is that convolution's result, dy its image. */
export function transposedGradient(sizes: usize, x: usize, dy: usize, g: usize, partial: usize, bytes: usize): void {
  gradient(true, sizes, dy, x, g, partial, bytes);
}

/** `transposed`: the biases are of the image's channels. */
// @ts-ignore: decorator
@inline function gradient(
  transposed: bool, sizes: usize, x: usize, dy: usize, g: usize, partial: usize, bytes: usize,
): void {
  const height = size(sizes, HEIGHT), width = size(sizes, WIDTH), channels = size(sizes, CHANNELS);
  const outHeight = size(sizes, OUT_HEIGHT), outWidth = size(sizes, OUT_WIDTH), filters = size(sizes, FILTERS);
  const rows = size(sizes, ROWS), columns = size(sizes, COLUMNS), stride = size(sizes, STRIDE);
  const before = size(sizes, LEFT);
  // Values of a window's row, and a row of sums for each.
  const values = columns * channels;
  const pitch = <usize>filters << 4;
  const biases = partial + <usize>(rows * values) * pitch;
  const pixel = <usize>channels * BLOCK, line = <usize>width * pixel;
  const outPixel = <usize>filters * BLOCK, outLine = <usize>outWidth * outPixel;
  // Windows from `whole` up to `end` have all their columns on the image.
  const whole = min(outWidth, (before + stride - 1) / stride);
  const end = max(whole, width + before < columns ? 0 : min(outWidth, (width + before - columns) / stride + 1));
  // Pairs of channels need none of the next column: each column has the windows that have it on the image.
  const byColumn = (channels & 1) == 0;
  const count = rows * values * filters + (transposed ? channels : filters);
  memory.fill(partial, 0, <usize>count << 4);
  for (let v: usize = 0; v < bytes; v += BLOCK) {
    for (let r = 0; r < outHeight; r++) {
      const top = r * stride - size(sizes, ABOVE);
      const firstRow = max(0, -top), lastRow = min(rows, height - top);
      for (let i = firstRow; i < lastRow; i++) {
        const from = x + <usize>(top + i) * line;
        const to = partial + <usize>(i * values) * pitch;
        if (byColumn) {
          for (let j = 0; j < columns; j++) {
            const at = before - j;
            const first = max(0, (at + stride - 1) / stride), last = width + at < 1 ? 0 : min(outWidth, (width + at - 1) / stride + 1);
            if (first >= last) continue;
            const start = from + <usize>(first * stride - at) * pixel;
            addWindows(start, <usize>stride * pixel, channels, dy + <usize>first * outPixel, outPixel, last - first, to + <usize>(j * channels) * pitch, filters, pitch);
          }
          continue;
        }
        for (let c = 0; c < whole; c++) edge(from, dy, to, c, width, channels, columns, stride, before, filters, pixel, outPixel, pitch);
        if (whole < end) {
          const start = from + <usize>(whole * stride - before) * pixel;
          addWindows(start, <usize>stride * pixel, values, dy + <usize>whole * outPixel, outPixel, end - whole, to, filters, pitch);
        }
        for (let c = end; c < outWidth; c++) edge(from, dy, to, c, width, channels, columns, stride, before, filters, pixel, outPixel, pitch);
      }
      if (!transposed) bias(dy, outWidth, filters, biases);
      dy += outLine;
    }
    if (transposed) bias(x, height * width, channels, biases);
    x += <usize>height * line;
  }
  across(partial, count, g);
}

/** A window that stands out over the left or the right side. */
// @ts-ignore: decorator
@inline function edge(
  from: usize, dy: usize, to: usize, c: i32, width: i32, channels: i32, columns: i32, stride: i32, before: i32, filters: i32,
  pixel: usize, outPixel: usize, pitch: usize,
): void {
  const left = c * stride - before;
  const first = max(0, -left), last = min(columns, width - left);
  addWindows(
    from + <usize>(left + first) * pixel, 0, (last - first) * channels, dy + <usize>c * outPixel, 0, 1,
    to + <usize>(first * channels) * pitch, filters, pitch,
  );
}

/** Adds `count` windows, `step` bytes apart: `values` of each, side by side, with `filters` outputs. */
export function addWindows(
  x: usize, step: usize, values: i32, dy: usize, outStep: usize, count: i32, to: usize, filters: i32, pitch: usize,
): void {
  for (let o = 0; o < filters; ) {
    const width = blockWidth(filters - o);
    const d = dy + <usize>o * BLOCK;
    const at = to + (<usize>o << 4);
    if (width == 5) columns5(x, step, values, d, outStep, count, at, pitch);
    else if (width == 4) columns4(x, step, values, d, outStep, count, at, pitch);
    else if (width == 3) columns3(x, step, values, d, outStep, count, at, pitch);
    else if (width == 2) columns2(x, step, values, d, outStep, count, at, pitch);
    else columns1(x, step, values, d, outStep, count, at, pitch);
    o += width;
  }
}

// A function each: within one, the compiler takes what they share for one piece of code that asks for the width at every step.
export function columns5(x: usize, step: usize, values: i32, dy: usize, outStep: usize, count: i32, to: usize, pitch: usize): void {
  columnsOf(5, x, step, values, dy, outStep, count, to, pitch);
}
export function columns4(x: usize, step: usize, values: i32, dy: usize, outStep: usize, count: i32, to: usize, pitch: usize): void {
  columnsOf(4, x, step, values, dy, outStep, count, to, pitch);
}
export function columns3(x: usize, step: usize, values: i32, dy: usize, outStep: usize, count: i32, to: usize, pitch: usize): void {
  columnsOf(3, x, step, values, dy, outStep, count, to, pitch);
}
export function columns2(x: usize, step: usize, values: i32, dy: usize, outStep: usize, count: i32, to: usize, pitch: usize): void {
  columnsOf(2, x, step, values, dy, outStep, count, to, pitch);
}
export function columns1(x: usize, step: usize, values: i32, dy: usize, outStep: usize, count: i32, to: usize, pitch: usize): void {
  columnsOf(1, x, step, values, dy, outStep, count, to, pitch);
}

// @ts-ignore: decorator
@inline function columnsOf(
  width: i32, x: usize, step: usize, values: i32, dy: usize, outStep: usize, count: i32, to: usize, pitch: usize,
): void {
  // 4 are 2 and 2; registers have three of them for three outputs.
  while (width < 4 && (values == 3 || values > 4)) {
    block(width, 3, x, step, dy, outStep, count, to, pitch);
    x += 3 * BLOCK;
    to += 3 * pitch;
    values -= 3;
  }
  for (; values > 1; values -= 2) {
    block(width, 2, x, step, dy, outStep, count, to, pitch);
    x += 2 * BLOCK;
    to += 2 * pitch;
  }
  if (values > 0) block(width, 1, x, step, dy, outStep, count, to, pitch);
}

/** `height` values of the windows, three of them with up to three outputs. */
// @ts-ignore: decorator
@inline function block(
  width: i32, height: i32, x: usize, step: usize, dy: usize, outStep: usize, count: i32, to: usize, pitch: usize,
): void {
  let a0 = v128.load(to), b0 = a0, a1 = a0, b1 = a0, a2 = a0, b2 = a0, a3 = a0, b3 = a0, a4 = a0, b4 = a0;
  let c0 = a0, c1 = a0, c2 = a0;
  if (width > 1) a1 = v128.load(to, 16);
  if (width > 2) a2 = v128.load(to, 32);
  if (width > 3) a3 = v128.load(to, 48);
  if (width > 4) a4 = v128.load(to, 64);
  const next = to + pitch, third = next + pitch;
  if (height > 1) {
    b0 = v128.load(next);
    if (width > 1) b1 = v128.load(next, 16);
    if (width > 2) b2 = v128.load(next, 32);
    if (width > 3) b3 = v128.load(next, 48);
    if (width > 4) b4 = v128.load(next, 64);
  }
  if (height > 2) {
    c0 = v128.load(third);
    if (width > 1) c1 = v128.load(third, 16);
    if (width > 2) c2 = v128.load(third, 32);
  }
  for (; count > 0; count--) {
    let a = v128.load(x), b = a, c = a;
    if (height > 1) b = v128.load(x, 32);
    if (height > 2) c = v128.load(x, 64);
    let d = v128.load(dy);
    a0 = f32x4.add(a0, f32x4.mul(a, d)); if (height > 1) b0 = f32x4.add(b0, f32x4.mul(b, d)); if (height > 2) c0 = f32x4.add(c0, f32x4.mul(c, d));
    if (width > 1) { d = v128.load(dy, 32); a1 = f32x4.add(a1, f32x4.mul(a, d)); if (height > 1) b1 = f32x4.add(b1, f32x4.mul(b, d)); if (height > 2) c1 = f32x4.add(c1, f32x4.mul(c, d)); }
    if (width > 2) { d = v128.load(dy, 64); a2 = f32x4.add(a2, f32x4.mul(a, d)); if (height > 1) b2 = f32x4.add(b2, f32x4.mul(b, d)); if (height > 2) c2 = f32x4.add(c2, f32x4.mul(c, d)); }
    if (width > 3) { d = v128.load(dy, 96); a3 = f32x4.add(a3, f32x4.mul(a, d)); if (height > 1) b3 = f32x4.add(b3, f32x4.mul(b, d)); }
    if (width > 4) { d = v128.load(dy, 128); a4 = f32x4.add(a4, f32x4.mul(a, d)); if (height > 1) b4 = f32x4.add(b4, f32x4.mul(b, d)); }
    a = v128.load(x, 16);
    if (height > 1) b = v128.load(x, 48);
    if (height > 2) c = v128.load(x, 80);
    d = v128.load(dy, 16);
    a0 = f32x4.add(a0, f32x4.mul(a, d)); if (height > 1) b0 = f32x4.add(b0, f32x4.mul(b, d)); if (height > 2) c0 = f32x4.add(c0, f32x4.mul(c, d));
    if (width > 1) { d = v128.load(dy, 48); a1 = f32x4.add(a1, f32x4.mul(a, d)); if (height > 1) b1 = f32x4.add(b1, f32x4.mul(b, d)); if (height > 2) c1 = f32x4.add(c1, f32x4.mul(c, d)); }
    if (width > 2) { d = v128.load(dy, 80); a2 = f32x4.add(a2, f32x4.mul(a, d)); if (height > 1) b2 = f32x4.add(b2, f32x4.mul(b, d)); if (height > 2) c2 = f32x4.add(c2, f32x4.mul(c, d)); }
    if (width > 3) { d = v128.load(dy, 112); a3 = f32x4.add(a3, f32x4.mul(a, d)); if (height > 1) b3 = f32x4.add(b3, f32x4.mul(b, d)); }
    if (width > 4) { d = v128.load(dy, 144); a4 = f32x4.add(a4, f32x4.mul(a, d)); if (height > 1) b4 = f32x4.add(b4, f32x4.mul(b, d)); }
    x += step;
    dy += outStep;
  }
  v128.store(to, a0);
  if (width > 1) v128.store(to, a1, 16);
  if (width > 2) v128.store(to, a2, 32);
  if (width > 3) v128.store(to, a3, 48);
  if (width > 4) v128.store(to, a4, 64);
  if (height > 1) {
    v128.store(next, b0);
    if (width > 1) v128.store(next, b1, 16);
    if (width > 2) v128.store(next, b2, 32);
    if (width > 3) v128.store(next, b3, 48);
    if (width > 4) v128.store(next, b4, 64);
  }
  if (height > 2) {
    v128.store(third, c0);
    if (width > 1) v128.store(third, c1, 16);
    if (width > 2) v128.store(third, c2, 32);
  }
}

/** Adds `count` pixels of dy to the sums of db. */
// @ts-ignore: decorator
@inline function bias(dy: usize, count: i32, filters: i32, to: usize): void {
  const step = <usize>filters * BLOCK;
  for (let o = 0; o < filters; o++) {
    let a = v128.load(to), at = dy;
    for (let c = 0; c < count; c++) {
      a = f32x4.add(a, f32x4.add(v128.load(at), v128.load(at, 16)));
      at += step;
    }
    v128.store(to, a);
    to += 16;
    dy += BLOCK;
  }
}

/** The sum of each of `count` vectors. */
// @ts-ignore: decorator
@inline function across(from: usize, count: i32, to: usize): void {
  for (; count >= 4; count -= 4) {
    v128.store(to, sums(v128.load(from), v128.load(from, 16), v128.load(from, 32), v128.load(from, 48)));
    from += 64;
    to += 16;
  }
  for (; count > 0; count--) {
    store<f32>(to, sum(v128.load(from)));
    from += 16;
    to += 4;
  }
}
