/** Pictures of another size, by one stated filter in plain arithmetic: the same bits on every machine. */

import type { Picture } from './picture.ts';

/** Stands in the description of what was resized: another filter is another name. */
export const RESIZING = 'triangle 1';

/**
 * Bilinear interpolation where a picture grows; where it shrinks, the triangle is as wide as what becomes one pixel, so that
 * each counts (the filter that Pillow calls BILINEAR, here without rounding between the two directions).
 */
export function resized(picture: Picture, height: number, width: number): Picture {
  if (picture.height === height && picture.width === width) return picture;
  const { channels } = picture;
  const columns = weightsOf(picture.width, width);
  const rows = weightsOf(picture.height, height);
  // [picture.height, width, channels]
  const wide = new Float64Array(picture.height * width * channels);
  for (let y = 0; y < picture.height; y++) {
    columns.forEach(({ from, weights }, x) => {
      for (let c = 0; c < channels; c++) {
        let sum = 0;
        weights.forEach((weight, i) => {
          sum += weight * picture.pixels[(y * picture.width + from + i) * channels + c]!;
        });
        wide[(y * width + x) * channels + c] = sum;
      }
    });
  }
  const pixels = new Uint8Array(height * width * channels);
  const stride = width * channels;
  rows.forEach(({ from, weights }, y) => {
    for (let x = 0; x < stride; x++) {
      let sum = 0;
      weights.forEach((weight, i) => {
        sum += weight * wide[(from + i) * stride + x]!;
      });
      pixels[y * stride + x] = Math.min(255, Math.max(0, Math.round(sum)));
    }
  });
  return { ...picture, height, width, pixels };
}

interface Weights {
  readonly from: number;
  /** They sum to 1. */
  readonly weights: readonly number[];
}

/** Of each of `to` places: which of `from` places it is made of. */
function weightsOf(from: number, to: number): Weights[] {
  const scale = from / to;
  const reach = Math.max(1, scale);
  return Array.from({ length: to }, (_, place) => {
    const centre = (place + 0.5) * scale;
    const first = Math.max(0, Math.floor(centre - reach + 0.5));
    const end = Math.min(from, Math.floor(centre + reach + 0.5));
    const raw = Array.from({ length: end - first }, (_, i) =>
      Math.max(0, 1 - Math.abs(first + i + 0.5 - centre) / reach),
    );
    const sum = raw.reduce((all, weight) => all + weight, 0);
    return { from: first, weights: raw.map((weight) => weight / sum) };
  });
}
