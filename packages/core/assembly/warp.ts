// Images turned into others, in double precision: core's augment/transform/warp.ts has the formula. Images lie as they are given,
// [H, W, C] of singles. Behind `from` a row and a pixel more are read, of any finite numbers: beyond the edge they are taken by 0.

/** Where the driver's memory begins. */
export const HEAP: usize = __heap_base;

/**
 * The pixel in row y and column x of `to` is that at (ay + by y + cy x, ax + bx y + cx x) of `from`, y and x being less `down` and
 * `across`: bilinear between the four around it, and the nearest one of the edge outside. Behind `to` a pixel more is written.
 */
export function warp(
  from: usize, to: usize, height: i32, width: i32, channels: i32, down: f64, across: f64,
  ay: f64, by: f64, cy: f64, ax: f64, bx: f64, cx: f64,
): void {
  const bottom = f64x2.splat(<f64>(height - 1)), right = f64x2.splat(<f64>(width - 1)), zero = f64x2.splat(0);
  const pixel = <usize>channels << 2, line = <usize>width * pixel;
  const wide = f64x2.splat(<f64>width), stepY = f64x2.splat(cy), stepX = f64x2.splat(cx);
  for (let y = 0; y < height; y++) {
    const v = <f64>y - down;
    const rowY = f64x2.splat(ay + by * v), rowX = f64x2.splat(ax + bx * v);
    let row = to;
    // Two pixels at a time.
    for (let x = 0; x < width; x += 2) {
      const u = f64x2.sub(f64x2.add(f64x2.splat(<f64>x), f64x2(0, 1)), f64x2.splat(across));
      const py = f64x2.pmin(f64x2.pmax(f64x2.add(rowY, f64x2.mul(stepY, u)), zero), bottom);
      const px = f64x2.pmin(f64x2.pmax(f64x2.add(rowX, f64x2.mul(stepX, u)), zero), right);
      const top = f64x2.floor(py), left = f64x2.floor(px);
      const fy = f64x2.sub(py, top), fx = f64x2.sub(px, left);
      // Adding 2^52 leaves a whole number in the low bits.
      const place = f64x2.add(f64x2.add(f64x2.mul(top, wide), left), f64x2.splat(4503599627370496));
      const p = from + <u32>i64x2.extract_lane(place, 0) * pixel, q = from + <u32>i64x2.extract_lane(place, 1) * pixel;
      if (channels == 1) {
        const made = between(neighbours(p, q, fx), neighbours(p + line, q + line, fx), fy);
        v128.store64_lane(row, f32x4.demote_f64x2_zero(made), 0);
      } else {
        for (let c: usize = 0; c < pixel; c += 4) {
          const upper = between(pair(p + c, q + c), pair(p + pixel + c, q + pixel + c), fx);
          const below = p + line + c, beside = q + line + c;
          const lower = between(pair(below, beside), pair(below + pixel, beside + pixel), fx);
          const made = f32x4.demote_f64x2_zero(between(upper, lower, fy));
          v128.store32_lane(row + c, made, 0);
          v128.store32_lane(row + pixel + c, made, 1);
        }
      }
      row += pixel << 1;
    }
    to += line;
  }
}

/** Singles at two places, as doubles. */
// @ts-ignore: decorator
@inline function pair(p: usize, q: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load32_lane(q, v128.load32_zero(p), 1));
}

/** Between singles at two places and those behind them. */
// @ts-ignore: decorator
@inline function neighbours(p: usize, q: usize, share: v128): v128 {
  const a = f64x2.promote_low_f32x4(v128.load64_zero(p)), b = f64x2.promote_low_f32x4(v128.load64_zero(q));
  return between(v128.shuffle<f64>(a, b, 0, 2), v128.shuffle<f64>(a, b, 1, 3), share);
}

// @ts-ignore: decorator
@inline function between(a: v128, b: v128, share: v128): v128 {
  return f64x2.add(a, f64x2.mul(f64x2.sub(b, a), share));
}
