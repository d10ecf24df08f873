// Pooling of images in blocks (blocks.ts) by their largest values, windows of `n` x `n` side by side. Those of 2 x 2, which
// nearly all are, have code of their own: loops of two rounds take half of the time.

import { BLOCK } from './blocks';

/** y = the largest x of each window; NaN where one is. */
export function pool(
  x: usize, width: i32, channels: i32, n: i32, y: usize, outHeight: i32, outWidth: i32, values: i32, bytes: usize,
): void {
  if (n == 2) largestOf(2, x, width, channels, y, outHeight, outWidth, values, bytes);
  else largestOf(n, x, width, channels, y, outHeight, outWidth, values, bytes);
}

// @ts-ignore: decorator
@inline function largestOf(
  n: i32, x: usize, width: i32, channels: i32, y: usize, outHeight: i32, outWidth: i32, values: i32, bytes: usize,
): void {
  const pixel = <usize>channels * BLOCK, line = <usize>width * pixel;
  for (let v: usize = 0; v < bytes; v += BLOCK) {
    for (let r = 0; r < outHeight; r++) {
      for (let c = 0; c < outWidth; c++) {
        const start = x + <usize>(r * n) * line + <usize>(c * n) * pixel;
        for (let k: usize = 0; k < pixel; k += 16) {
          v128.store(y, largest(start + k, n, line, pixel));
          y += 16;
        }
      }
    }
    x += <usize>values * BLOCK;
  }
}

/** `f32x4.max` would put 0 before -0 too, which no sum is that begins with a bias, and take three times as long. */
// @ts-ignore: decorator
@inline function largest(start: usize, n: i32, line: usize, pixel: usize): v128 {
  if (n == 2) {
    const below = start + line;
    const a = v128.load(start), b = v128.load(start + pixel), c = v128.load(below), d = v128.load(below + pixel);
    const none = v128.or(v128.or(nan(a), nan(b)), v128.or(nan(c), nan(d)));
    return v128.or(f32x4.pmax(f32x4.pmax(a, b), f32x4.pmax(c, d)), none);
  }
  let most = v128.load(start), none = nan(most);
  for (let i = 0; i < n; i++) {
    let at = start;
    for (let j = 0; j < n; j++) {
      const value = v128.load(at);
      most = f32x4.pmax(most, value);
      none = v128.or(none, nan(value));
      at += pixel;
    }
    start += line;
  }
  return v128.or(most, none);
}

/** All ones, which is a NaN too, where x is one. */
// @ts-ignore: decorator
@inline function nan(x: v128): v128 {
  return f32x4.ne(x, x);
}

/**
 * dx over x: dy at the first of the largest of a window, through the relu and the dropout that made x: times `scale` where
 * x > 0. All else 0, what no window has included. Last use of x.
 */
export function poolGradient(
  dy: usize, outHeight: i32, outWidth: i32, x: usize, width: i32, channels: i32, n: i32, values: i32, scale: f32, bytes: usize,
): void {
  if (n == 2) gradient(2, dy, outHeight, outWidth, x, width, channels, values, scale, bytes);
  else gradient(n, dy, outHeight, outWidth, x, width, channels, values, scale, bytes);
}

// @ts-ignore: decorator
@inline function gradient(
  n: i32, dy: usize, outHeight: i32, outWidth: i32, x: usize, width: i32, channels: i32, values: i32, scale: f32, bytes: usize,
): void {
  const pixel = <usize>channels * BLOCK, line = <usize>width * pixel;
  const factor = f32x4.splat(scale), zero = f32x4.splat(0);
  const used = <usize>(outWidth * n) * pixel;
  for (let v: usize = 0; v < bytes; v += BLOCK) {
    for (let r = 0; r < outHeight; r++) {
      for (let c = 0; c < outWidth; c++) {
        const start = x + <usize>(r * n) * line + <usize>(c * n) * pixel;
        for (let k: usize = 0; k < pixel; k += 16) {
          const most = largest(start + k, n, line, pixel);
          // At the place of a largest value that no relu let through, nothing is left.
          const d = v128.and(f32x4.mul(v128.load(dy), factor), f32x4.gt(most, zero));
          if (n == 2) {
            const row = start + k, below = row + line;
            let done = toFirst(row, d, most, zero);
            done = toFirst(row + pixel, d, most, done);
            done = toFirst(below, d, most, done);
            toFirst(below + pixel, d, most, done);
          } else {
            let done = zero;
            for (let i = 0, row = start + k; i < n; i++) {
              for (let j = 0, at = row; j < n; j++) {
                done = toFirst(at, d, most, done);
                at += pixel;
              }
              row += line;
            }
          }
          dy += 16;
        }
      }
      for (let i = 0; i < n; i++) memory.fill(x + <usize>(r * n + i) * line + used, 0, line - used);
    }
    const end = <usize>(outHeight * n) * line;
    memory.fill(x + end, 0, <usize>values * BLOCK - end);
    x += <usize>values * BLOCK;
  }
}

/** d where the value at `at` is the largest and no earlier one is `done`, else 0; returns those that are done then. */
// @ts-ignore: decorator
@inline function toFirst(at: usize, d: v128, most: v128, done: v128): v128 {
  const here = v128.andnot(f32x4.eq(v128.load(at), most), done);
  v128.store(at, v128.and(d, here));
  return v128.or(done, here);
}
