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
 * An image [H, W, C] by the warp, into another one. Each pixel p of the new image looks up where it comes from: with the centre c
 * and u = p - c - shift, p' = c + R(-rotation) u / zoom, mirrored; bilinear between the four pixels around p', and the nearest
 * one of the edge outside. Contrast stretches each channel about its mean, (x - mean) contrast + mean, kept in [0, 1].
 */
export function warp(shape: ImageShape, by: Warp, from: Float32Array, to: Float32Array): void {
  const [height, width, channels] = shape;
  const { mirrored, shift, rotation, zoom, contrast } = by;
  const turn = rotation < 0 ? rotation + 1 : rotation;
  const cos = cosTurn(turn) / zoom;
  const sin = sinTurn(turn) / zoom;
  const cy = (height - 1) / 2;
  const cx = (width - 1) / 2;
  const down = cy + shift.down * height;
  const across = cx + shift.across * width;
  const [signY, signX] = [mirrored.down ? -1 : 1, mirrored.across ? -1 : 1];
  const [bottom, right] = [height - 1, width - 1];
  const stride = width * channels;
  const grey = channels === 1;
  // From one pixel of a row to the next.
  const stepY = signY * sin;
  const stepX = signX * cos;
  let out = 0;
  for (let y = 0; y < height; y++) {
    const v = y - down;
    const rowY = cy + signY * cos * v;
    const rowX = cx - signX * sin * v;
    for (let x = 0; x < width; x++) {
      const u = x - across;
      const py = within(rowY + stepY * u, bottom);
      const px = within(rowX + stepX * u, right);
      const top = py | 0;
      const left = px | 0;
      const fy = py - top;
      const fx = px - left;
      const corner = Math.imul(top, stride) + Math.imul(left, channels);
      const below = top < bottom ? corner + stride : corner;
      const beside = left < right ? channels : 0;
      // Spelled out, since a loop of one round takes a fifth of a grey image's time.
      if (grey) {
        const a = from[corner]!;
        const c = from[below]!;
        const upper = a + (from[corner + beside]! - a) * fx;
        to[out++] = upper + (c + (from[below + beside]! - c) * fx - upper) * fy;
        continue;
      }
      for (let i = corner, j = below; i < corner + channels; i++, j++) {
        const a = from[i]!;
        const c = from[j]!;
        const upper = a + (from[i + beside]! - a) * fx;
        to[out++] = upper + (c + (from[j + beside]! - c) * fx - upper) * fy;
      }
    }
  }
  if (contrast !== 1) stretch(to.subarray(0, out), channels, contrast);
}

/** What Math.min and Math.max make of numbers, without their question for NaN: a tenth of a warp's time. */
function within(at: number, most: number): number {
  if (at < 0) return 0;
  if (at > most) return most;
  return at;
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
