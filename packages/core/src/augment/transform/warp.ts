import { cosTurn, sinTurn } from '../../math/elementary.ts';
import type { ImageShape } from '../../model/layer/window.ts';

/** How one image is turned into another. */
export interface Warp {
  readonly mirrored: { readonly across: boolean; readonly down: boolean };
  /** Of the height and of the width, downwards and to the right. */
  readonly shift: { readonly down: number; readonly across: number };
  /** In turns, counter-clockwise. */
  readonly rotation: number;
  /** 1: none; 2: twice as large. */
  readonly zoom: number;
  /** 1: none; 0: all grey. */
  readonly contrast: number;
}

/**
 * An image [H, W, C] by the warp, from `from` at `at` to `to` at `into`. Each pixel of the new image looks up where it comes from:
 * with the centre c and u = p - c - shift, p' = c + R(-rotation) u / zoom, mirrored; bilinear between the four pixels around
 * p', and the nearest one of the edge outside. Contrast stretches each channel about its mean, (x - mean) contrast + mean,
 * kept in [0, 1].
 */
export function warp(
  [height, width, channels]: ImageShape,
  { mirrored, shift, rotation, zoom, contrast }: Warp,
  from: Float32Array,
  at: number,
  to: Float32Array,
  into: number,
): void {
  const [cy, cx] = [(height - 1) / 2, (width - 1) / 2];
  const turn = rotation < 0 ? rotation + 1 : rotation;
  const [cos, sin] = [cosTurn(turn) / zoom, sinTurn(turn) / zoom];
  const [down, across] = [cy + shift.down * height, cx + shift.across * width];
  const signY = mirrored.down ? -1 : 1;
  const signX = mirrored.across ? -1 : 1;
  const [bottom, right] = [height - 1, width - 1];
  const stride = width * channels;
  let out = into;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [v, u] = [y - down, x - across];
      const py = Math.min(bottom, Math.max(0, cy + signY * (cos * v + sin * u)));
      const px = Math.min(right, Math.max(0, cx + signX * (cos * u - sin * v)));
      const [top, left] = [Math.floor(py), Math.floor(px)];
      const [fy, fx] = [py - top, px - left];
      const row = at + top * stride + left * channels;
      const below = top < bottom ? stride : 0;
      const beside = left < right ? channels : 0;
      for (let c = 0; c < channels; c++) {
        const i = row + c;
        const upper = from[i]! * (1 - fx) + from[i + beside]! * fx;
        const lower = from[i + below]! * (1 - fx) + from[i + below + beside]! * fx;
        to[out++] = upper * (1 - fy) + lower * fy;
      }
    }
  }
  if (contrast !== 1) stretch(to.subarray(into, out), channels, contrast);
}

function stretch(image: Float32Array, channels: number, contrast: number): void {
  for (let c = 0; c < channels; c++) {
    let sum = 0;
    for (let i = c; i < image.length; i += channels) sum += image[i]!;
    const mean = (sum * channels) / image.length;
    for (let i = c; i < image.length; i += channels) {
      image[i] = Math.min(1, Math.max(0, (image[i]! - mean) * contrast + mean));
    }
  }
}
