import { grouped, type ImageShape, InputError, pixelsOf, plural } from '@latentsweep/core';

/** A byte each in every thread that trains, and on some engines a 32-bit float. */
const MOST_PIXELS = 500_000_000;
/** Of one picture, which is unpacked as a whole before it is made smaller. */
const MOST_OF_ONE = 100_000_000;

/** `28 x 28, grey`. */
export const shapeText = ([height, width, channels]: ImageShape): string =>
  `${height} x ${width}, ${channels === 1 ? 'grey' : 'colour'}`;

/** Throws before anything is read that would not fit. */
export function refuseTooMany(label: string, count: number, shape: ImageShape, way: string): void {
  const pixels = count * pixelsOf(shape);
  if (pixels <= MOST_PIXELS) return;
  const message = `${label} holds ${plural(count, 'image')} of ${shapeText(shape)}: ${gigabytes(pixels)} as bytes, in every thread that trains; ${gigabytes(MOST_PIXELS)} are the most (${grouped(MOST_PIXELS)} values).`;
  throw new InputError('images_too_large', message, way);
}

export function refuseLargePicture(name: string, height: number, width: number): void {
  if (height > 0 && width > 0 && height * width <= MOST_OF_ONE) return;
  const message = `${name} states ${height} x ${width} pixels; 1 to ${grouped(MOST_OF_ONE)} are possible.`;
  throw new InputError('picture_too_large', message, 'Make it smaller, or take it out.');
}

const gigabytes = (bytes: number): string => `${grouped(Math.round(bytes / 1e8) / 10)} GB`;
