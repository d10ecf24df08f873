import { cosTurn, sinTurn } from '../../math/elementary.ts';
import type { ImageShape } from '../../model/layer/window.ts';
import { warpMachine } from './kernels.ts';

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
  const { kernels, images } = warpMachine(from.length);
  images.from.set(from);
  // biome-ignore format: an image's sizes and its affine map, a line each
  kernels.warp(
    images.from.byteOffset, images.to.byteOffset, height, width, channels, down, across,
    cy, signY * cos, signY * sin, cx, -signX * sin, signX * cos,
  );
  to.set(images.to);
  if (contrast !== 1) stretch(to, channels, contrast);
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
