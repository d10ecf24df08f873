import { createCanvas, loadImage } from '@napi-rs/canvas';
import { expect, test } from 'vitest';
import { bytesOf, type Pixels } from './pixels.ts';
import { pngUri } from './png-uri.ts';

const picture = (width: number, height: number, channels: 1 | 3): Pixels => {
  const values = Uint8Array.from({ length: width * height * channels }, (_, i) => (i * 37 + 5) % 256);
  return { width, height, channels, bytes: btoa(String.fromCharCode(...values)) };
};

test.for([
  [1, 1, 1],
  [3, 2, 1],
  [2, 5, 3],
  // More than one block.
  [300, 230, 1],
] as const)('Skia reads what was written: %i x %i of %i', async ([width, height, channels]) => {
  const given = picture(width, height, channels);
  const image = await loadImage(pngUri(given));
  expect([image.width, image.height]).toEqual([width, height]);
  const context = createCanvas(width, height).getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  const values = bytesOf(given);
  const wanted = Array.from({ length: width * height }, (_, i) =>
    channels === 1 ? [values[i], values[i], values[i], 255] : [...values.subarray(3 * i, 3 * i + 3), 255],
  ).flat();
  expect(Buffer.compare(Buffer.from(data), Buffer.from(wanted as number[]))).toBe(0);
});

test('bytes that are too few are black, and too many are left', () => {
  expect([...bytesOf({ width: 2, height: 1, channels: 1, bytes: btoa('a') })]).toEqual([97, 0]);
  expect([...bytesOf({ width: 1, height: 1, channels: 1, bytes: btoa('abc') })]).toEqual([97]);
});
