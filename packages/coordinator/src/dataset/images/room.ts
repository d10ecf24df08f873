import { grouped, type ImageShape, InputError, pixelsOf, plural } from '@latentsweep/core';

/** Training holds each pixel as a 32-bit float: 2 GB. */
const MOST_PIXELS = 500_000_000;

/** `28 x 28, grey`. */
const shapeText = ([height, width, channels]: ImageShape): string =>
  `${height} x ${width}, ${channels === 1 ? 'grey' : 'colour'}`;

/** Throws before anything is read that would not fit. */
export function refuseTooMany(label: string, count: number, shape: ImageShape, way: string): void {
  const pixels = count * pixelsOf(shape);
  if (pixels <= MOST_PIXELS) return;
  const message = `${label} holds ${plural(count, 'image')} of ${shapeText(shape)}: ${gigabytes(pixels)} as bytes and ${gigabytes(4 * pixels)} as they are trained on; ${gigabytes(MOST_PIXELS)} and ${gigabytes(4 * MOST_PIXELS)} are the most (${grouped(MOST_PIXELS)} values).`;
  throw new InputError('images_too_large', message, way);
}

const gigabytes = (bytes: number): string => `${grouped(Math.round(bytes / 1e8) / 10)} GB`;
