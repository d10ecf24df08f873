/** What a pixel of a table becomes as a byte. */

import { InputError } from '@latentsweep/core';

const WHITE = 255;
/** Bytes that are all below are dark images, or bytes of another scale. */
const BRIGHT = 128;

/** The value of a pixel that is white. Throws where that can't be told. `most`: the largest that there is. */
export function whiteOf(label: string, most: number, max: number | null): number {
  if (max !== null) return max;
  if (most <= 1) return 1;
  if (most >= BRIGHT && most <= WHITE) return WHITE;
  const message = `The largest pixel of ${label} is ${most}, which does not tell what white is.`;
  const hint =
    most < BRIGHT
      ? `Write \`max: 255\` where these are dark images, or \`max: ${most}\` where that is white.`
      : 'Write the largest value that a pixel can have, such as `max: 65535`.';
  throw new InputError('unknown_max', message, hint);
}

/** Pixels as bytes: whole numbers as they are where they fit, others as shares of 255. */
export interface PixelScale {
  /** The byte that becomes 1. */
  readonly max: number;
  byte(value: number): number;
}

export function pixelScale(white: number, whole: boolean): PixelScale {
  if (whole && white <= WHITE && Number.isInteger(white)) return { max: white, byte: (value) => value };
  return { max: WHITE, byte: (value) => Math.round((value / white) * WHITE) };
}
