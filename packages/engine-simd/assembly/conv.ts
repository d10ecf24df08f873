// Convolutions over images in blocks (blocks.ts), directly and without a matrix of windows: of each row of a window the
// values lie side by side, as do their weights, so that a row is a sum of products as in dense.ts, in the same blocks of up
// to 5 outputs x 2 vectors. Sums go over a window row by row, value by value, channel by channel.
//
// A convolution's sizes stand in memory, 11 words; letters as in core's model/layer/conv.ts.

import { atLeast } from '../../core/assembly/elementary';
import { BLOCK } from './blocks';
import { blockWidth } from './dense';

// @ts-ignore: decorator
@inline export function size(sizes: usize, k: usize): i32 {
  return load<i32>(sizes + (k << 2));
}
// Which word is which.
export const HEIGHT: usize = 0;
export const WIDTH: usize = 1;
export const CHANNELS: usize = 2;
export const OUT_HEIGHT: usize = 3;
export const OUT_WIDTH: usize = 4;
export const FILTERS: usize = 5;
export const ROWS: usize = 6;
export const COLUMNS: usize = 7;
export const STRIDE: usize = 8;
export const ABOVE: usize = 9;
export const LEFT: usize = 10;

/** y = max(floor, the convolution of x) */
export function convolve(sizes: usize, x: usize, w: usize, y: usize, floor: f32, bytes: usize): void {
  correlate(false, sizes, x, w, y, floor, 1, bytes);
}

/**
 * Of a transposed convolution dx over x, as `convolveBack` has it, which is the convolution of dy without its bias.
 */
export function transposedBack(sizes: usize, dy: usize, w: usize, x: usize, scale: f32, lowest: f32, bytes: usize): void {
  correlate(true, sizes, dy, w, x, lowest, scale, bytes);
}

/** A convolution of x, of which y becomes max(floor, it and a bias); or, going `back`, scale times it where y > floor, else 0. */
// @ts-ignore: decorator
@inline function correlate(
  back: bool, sizes: usize, x: usize, w: usize, y: usize, floor: f32, scale: f32, bytes: usize,
): void {
  const height = size(sizes, HEIGHT), width = size(sizes, WIDTH), channels = size(sizes, CHANNELS);
  const outHeight = size(sizes, OUT_HEIGHT), outWidth = size(sizes, OUT_WIDTH), filters = size(sizes, FILTERS);
  const rows = size(sizes, ROWS), columns = size(sizes, COLUMNS), stride = size(sizes, STRIDE);
  const pitch = <usize>filters << 2;
  const lowest = f32x4.splat(floor), factor = f32x4.splat(scale);
  const pixel = <usize>channels * BLOCK, line = <usize>width * pixel;
  const tap = <usize>channels * pitch, tapLine = <usize>columns * tap;
  const bias = w + <usize>rows * tapLine;
  for (let v: usize = 0; v < bytes; v += BLOCK) {
    for (let r = 0; r < outHeight; r++) {
      const top = r * stride - size(sizes, ABOVE);
      const firstRow = max(0, -top), lastRow = min(rows, height - top);
      for (let c = 0; c < outWidth; c++) {
        const left = c * stride - size(sizes, LEFT);
        const first = max(0, -left), last = min(columns, width - left);
        const from = x + <usize>(top + firstRow) * line + <usize>(left + first) * pixel;
        const at = w + <usize>firstRow * tapLine + <usize>first * tap;
        const run = <usize>(last - first) * tap;
        for (let o = 0; o < filters; ) {
          const block = blockWidth(filters - o);
          const by = <usize>o << 2;
          if (block == 5) window(back, 5, from, line, at + by, tapLine, lastRow - firstRow, run, pitch, bias + by, y, lowest, factor);
          else if (block == 4) window(back, 4, from, line, at + by, tapLine, lastRow - firstRow, run, pitch, bias + by, y, lowest, factor);
          else if (block == 3) window(back, 3, from, line, at + by, tapLine, lastRow - firstRow, run, pitch, bias + by, y, lowest, factor);
          else if (block == 2) window(back, 2, from, line, at + by, tapLine, lastRow - firstRow, run, pitch, bias + by, y, lowest, factor);
          else window(back, 1, from, line, at + by, tapLine, lastRow - firstRow, run, pitch, bias + by, y, lowest, factor);
          y += <usize>block * BLOCK;
          o += block;
        }
      }
    }
    x += <usize>height * line;
  }
}

/** `width` channels out at one place: the bias, unless going `back`, and a window's products, `run` bytes of weights in each of its rows. */
// @ts-ignore: decorator
@inline function window(
  back: bool, width: i32, x: usize, line: usize, w: usize, tapLine: usize, rows: i32, run: usize, pitch: usize, bias: usize,
  y: usize, lowest: v128, factor: v128,
): void {
  let a0 = back ? f32x4.splat(0) : v128.load32_splat(bias), b0 = a0;
  let a1 = a0, b1 = a0, a2 = a0, b2 = a0, a3 = a0, b3 = a0, a4 = a0, b4 = a0;
  if (!back) {
    if (width > 1) { a1 = v128.load32_splat(bias, 4); b1 = a1; }
    if (width > 2) { a2 = v128.load32_splat(bias, 8); b2 = a2; }
    if (width > 3) { a3 = v128.load32_splat(bias, 12); b3 = a3; }
    if (width > 4) { a4 = v128.load32_splat(bias, 16); b4 = a4; }
  }
  for (; rows > 0; rows--) {
    let from = x;
    const end = w + run;
    for (let at = w; at < end; at += pitch) {
      const a = v128.load(from), b = v128.load(from, 16);
      let k = v128.load32_splat(at);
      a0 = f32x4.add(a0, f32x4.mul(a, k)); b0 = f32x4.add(b0, f32x4.mul(b, k));
      if (width > 1) { k = v128.load32_splat(at, 4); a1 = f32x4.add(a1, f32x4.mul(a, k)); b1 = f32x4.add(b1, f32x4.mul(b, k)); }
      if (width > 2) { k = v128.load32_splat(at, 8); a2 = f32x4.add(a2, f32x4.mul(a, k)); b2 = f32x4.add(b2, f32x4.mul(b, k)); }
      if (width > 3) { k = v128.load32_splat(at, 12); a3 = f32x4.add(a3, f32x4.mul(a, k)); b3 = f32x4.add(b3, f32x4.mul(b, k)); }
      if (width > 4) { k = v128.load32_splat(at, 16); a4 = f32x4.add(a4, f32x4.mul(a, k)); b4 = f32x4.add(b4, f32x4.mul(b, k)); }
      from += BLOCK;
    }
    x += line;
    w += tapLine;
  }
  put(back, width, y, a0, b0, a1, b1, a2, b2, a3, b3, a4, b4, lowest, factor);
}

/**
 * dx over x, which a relu, and a dropout that scaled what it kept, left there: times `scale` where x > 0, else 0; or where
 * x is above another `lowest`. Last use of x. Of a pixel's windows the sums go from its first row and column of weights on.
 */
export function convolveBack(sizes: usize, dy: usize, w: usize, x: usize, scale: f32, lowest: f32, bytes: usize): void {
  spread(true, sizes, dy, w, x, lowest, scale, bytes);
}

/** y = max(floor, the transposed convolution of x). `sizes` are those of the convolution that it takes back. */
export function convolveTransposed(sizes: usize, x: usize, w: usize, y: usize, floor: f32, bytes: usize): void {
  spread(false, sizes, x, w, y, floor, 1, bytes);
}

/** A transposed convolution of dy, of which x becomes as y does in `correlate`. */
// @ts-ignore: decorator
@inline function spread(
  back: bool, sizes: usize, dy: usize, w: usize, x: usize, floor: f32, scale: f32, bytes: usize,
): void {
  const height = size(sizes, HEIGHT), width = size(sizes, WIDTH), channels = size(sizes, CHANNELS);
  const outHeight = size(sizes, OUT_HEIGHT), outWidth = size(sizes, OUT_WIDTH), filters = size(sizes, FILTERS);
  const rows = size(sizes, ROWS), columns = size(sizes, COLUMNS), stride = size(sizes, STRIDE);
  const pitch = <usize>filters << 2;
  const lowest = f32x4.splat(floor), factor = f32x4.splat(scale);
  const pixel = <usize>filters * BLOCK, line = <usize>outWidth * pixel;
  const tap = <usize>channels * pitch, tapLine = <usize>columns * tap;
  const bias = w + <usize>rows * tapLine;
  // The next row of weights is that many further on, where it meets the row of y before.
  const stepRow = <usize>stride * tapLine, stepColumn = <usize>stride * tap;
  for (let v: usize = 0; v < bytes; v += BLOCK) {
    for (let r = 0; r < height; r++) {
      const below = r + size(sizes, ABOVE);
      const firstRow = firstTap(below, outHeight, stride);
      const taps = tapsFrom(firstRow, min(rows - 1, below), stride);
      for (let c = 0; c < width; c++) {
        const right = c + size(sizes, LEFT);
        const first = firstTap(right, outWidth, stride);
        const tapsAcross = tapsFrom(first, min(columns - 1, right), stride);
        const from = dy + <usize>((below - firstRow) / stride) * line + <usize>((right - first) / stride) * pixel;
        const at = w + <usize>firstRow * tapLine + <usize>first * tap;
        for (let k = 0; k < channels; ) {
          const block = blockWidth(channels - k);
          const to = at + <usize>k * pitch;
          if (block == 5) windows(back, 5, from, line, pixel, to, stepRow, stepColumn, taps, tapsAcross, pitch, bias + (<usize>k << 2), x, lowest, factor);
          else if (block == 4) windows(back, 4, from, line, pixel, to, stepRow, stepColumn, taps, tapsAcross, pitch, bias + (<usize>k << 2), x, lowest, factor);
          else if (block == 3) windows(back, 3, from, line, pixel, to, stepRow, stepColumn, taps, tapsAcross, pitch, bias + (<usize>k << 2), x, lowest, factor);
          else if (block == 2) windows(back, 2, from, line, pixel, to, stepRow, stepColumn, taps, tapsAcross, pitch, bias + (<usize>k << 2), x, lowest, factor);
          else windows(back, 1, from, line, pixel, to, stepRow, stepColumn, taps, tapsAcross, pitch, bias + (<usize>k << 2), x, lowest, factor);
          x += <usize>block * BLOCK;
          k += block;
        }
      }
    }
    dy += <usize>outHeight * line;
  }
}

/** The first weight along a side that a value meets, `at` from the first value of the first window: at - that is r s, r < count. */
// @ts-ignore: decorator
@inline function firstTap(at: i32, count: i32, stride: i32): i32 {
  const least = max(0, at - (count - 1) * stride);
  return least + (at - least) % stride;
}

/** How many there are up to `last`, a stride apart. */
// @ts-ignore: decorator
@inline function tapsFrom(first: i32, last: i32, stride: i32): i32 {
  return first > last ? 0 : (last - first) / stride + 1;
}

/** `width` channels of one pixel, over all windows that have it. */
// @ts-ignore: decorator
@inline function windows(
  back: bool, width: i32, dy: usize, line: usize, pixel: usize, w: usize, stepRow: usize, stepColumn: usize,
  taps: i32, tapsAcross: i32, pitch: usize, bias: usize, x: usize, lowest: v128, factor: v128,
): void {
  let a0 = f32x4.splat(0), b0 = a0, a1 = a0, b1 = a0, a2 = a0, b2 = a0, a3 = a0, b3 = a0, a4 = a0, b4 = a0;
  if (!back) {
    a0 = v128.load32_splat(bias); b0 = a0;
    if (width > 1) { a1 = v128.load32_splat(bias, 4); b1 = a1; }
    if (width > 2) { a2 = v128.load32_splat(bias, 8); b2 = a2; }
    if (width > 3) { a3 = v128.load32_splat(bias, 12); b3 = a3; }
    if (width > 4) { a4 = v128.load32_splat(bias, 16); b4 = a4; }
  }
  const pitch2 = pitch * 2, pitch3 = pitch * 3, pitch4 = pitch * 4;
  for (; taps > 0; taps--) {
    let windowAt = dy, tap = w;
    for (let n = tapsAcross; n > 0; n--) {
      let from = windowAt;
      const end = tap + pitch;
      for (let at = tap; at < end; at += 4) {
        const a = v128.load(from), b = v128.load(from, 16);
        let k = v128.load32_splat(at);
        a0 = f32x4.add(a0, f32x4.mul(a, k)); b0 = f32x4.add(b0, f32x4.mul(b, k));
        if (width > 1) { k = v128.load32_splat(at + pitch); a1 = f32x4.add(a1, f32x4.mul(a, k)); b1 = f32x4.add(b1, f32x4.mul(b, k)); }
        if (width > 2) { k = v128.load32_splat(at + pitch2); a2 = f32x4.add(a2, f32x4.mul(a, k)); b2 = f32x4.add(b2, f32x4.mul(b, k)); }
        if (width > 3) { k = v128.load32_splat(at + pitch3); a3 = f32x4.add(a3, f32x4.mul(a, k)); b3 = f32x4.add(b3, f32x4.mul(b, k)); }
        if (width > 4) { k = v128.load32_splat(at + pitch4); a4 = f32x4.add(a4, f32x4.mul(a, k)); b4 = f32x4.add(b4, f32x4.mul(b, k)); }
        from += BLOCK;
      }
      windowAt -= pixel;
      tap += stepColumn;
    }
    dy -= line;
    w += stepRow;
  }
  put(back, width, x, a0, b0, a1, b1, a2, b2, a3, b3, a4, b4, lowest, factor);
}

/** Sums of `width` channels side by side: values, of a relu where `lowest` is 0; or, going `back`, gradients over values. */
// @ts-ignore: decorator
@inline function put(
  back: bool, width: i32, y: usize, a0: v128, b0: v128, a1: v128, b1: v128, a2: v128, b2: v128, a3: v128, b3: v128,
  a4: v128, b4: v128, lowest: v128, factor: v128,
): void {
  if (back) {
    through(y, a0, b0, factor, lowest);
    if (width > 1) through(y + 32, a1, b1, factor, lowest);
    if (width > 2) through(y + 64, a2, b2, factor, lowest);
    if (width > 3) through(y + 96, a3, b3, factor, lowest);
    if (width > 4) through(y + 128, a4, b4, factor, lowest);
    return;
  }
  v128.store(y, atLeast(a0, lowest)); v128.store(y, atLeast(b0, lowest), 16);
  if (width > 1) { v128.store(y, atLeast(a1, lowest), 32); v128.store(y, atLeast(b1, lowest), 48); }
  if (width > 2) { v128.store(y, atLeast(a2, lowest), 64); v128.store(y, atLeast(b2, lowest), 80); }
  if (width > 3) { v128.store(y, atLeast(a3, lowest), 96); v128.store(y, atLeast(b3, lowest), 112); }
  if (width > 4) { v128.store(y, atLeast(a4, lowest), 128); v128.store(y, atLeast(b4, lowest), 144); }
}

/** A gradient over the value that it goes back through: times `factor` where that is above `lowest`, else 0. */
// @ts-ignore: decorator
@inline export function through(x: usize, a: v128, b: v128, factor: v128, lowest: v128): void {
  const above = f32x4.gt(v128.load(x), lowest), below = f32x4.gt(v128.load(x, 16), lowest);
  v128.store(x, v128.and(f32x4.mul(a, factor), above)); v128.store(x, v128.and(f32x4.mul(b, factor), below), 16);
}
