import { encode } from 'fast-png';
import type { Picture } from './picture.ts';

/** Bytes of a PNG of 8 bits. */
export const encodePng = ({ height, width, channels, pixels }: Omit<Picture, 'rounded'>): Uint8Array =>
  encode({ height, width, channels, data: pixels });
