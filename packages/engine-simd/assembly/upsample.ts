// Images in blocks (blocks.ts) made larger: each value to all of its window of `n` x `n`. Rows and columns behind the last
// window, which pooling left over, have that window's value.

import { BLOCK } from './blocks';
import { through } from './conv';

/** y [outHeight, outWidth] = the nearest of x [height, width]. */
export function upsample(
  x: usize, height: i32, width: i32, channels: i32, n: i32, y: usize, outHeight: i32, outWidth: i32, bytes: usize,
): void {
  const pixel = <usize>channels * BLOCK, line = <usize>width * pixel;
  for (let v: usize = 0; v < bytes; v += BLOCK) {
    for (let r = 0; r < outHeight; r++) {
      const from = x + <usize>min(r / n, height - 1) * line;
      for (let c = 0; c < outWidth; c++) {
        memory.copy(y, from + <usize>min(c / n, width - 1) * pixel, pixel);
        y += pixel;
      }
    }
    x += <usize>height * line;
  }
}

/** dx over x, through the relu that made it: the sum of dy over the window, row by row, where x > 0. Last use of x. */
export function upsampleGradient(
  dy: usize, outHeight: i32, outWidth: i32, x: usize, height: i32, width: i32, channels: i32, n: i32, bytes: usize,
): void {
  const pixel = <usize>channels * BLOCK, outLine = <usize>outWidth * pixel;
  const one = f32x4.splat(1), zero = f32x4.splat(0);
  for (let v: usize = 0; v < bytes; v += BLOCK) {
    for (let r = 0; r < height; r++) {
      const rows = (r + 1 < height ? n : outHeight - r * n);
      for (let c = 0; c < width; c++) {
        const columns = (c + 1 < width ? n : outWidth - c * n);
        const start = dy + <usize>(r * n) * outLine + <usize>(c * n) * pixel;
        for (let k: usize = 0; k < pixel; k += BLOCK) {
          let a = zero, b = zero;
          for (let i = 0; i < rows; i++) {
            let at = start + k + <usize>i * outLine;
            for (let j = 0; j < columns; j++) {
              a = f32x4.add(a, v128.load(at));
              b = f32x4.add(b, v128.load(at, 16));
              at += pixel;
            }
          }
          through(x, a, b, one, zero);
          x += BLOCK;
        }
      }
    }
    dy += <usize>outHeight * outLine;
  }
}
