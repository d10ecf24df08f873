import { encode } from 'fast-png';
import { OTHERS, PICTURES } from './pillow.vectors.ts';

const FILES: ReadonlyMap<string, string> = new Map([
  ...PICTURES.map(({ name, bytes }) => [name, bytes] as const),
  ...Object.entries(OTHERS),
]);

/** A picture of 6 x 9 as Pillow wrote it, such as `colour.png`. */
export const pictureNamed = (name: string): Buffer => Buffer.from(FILES.get(name)!, 'base64');

/** Bytes of an IDX file of bytes. */
export function idxOf(shape: readonly number[], items: Uint8Array, type = 8): Buffer {
  const head = Buffer.alloc(4 + 4 * shape.length);
  head.set([0, 0, type, shape.length]);
  shape.forEach((size, d) => {
    head.writeUInt32BE(size, 4 + 4 * d);
  });
  return Buffer.concat([head, items]);
}

/** A grey PNG of one value. */
export const greyPng = (value: number, height = 6, width = 9): Uint8Array =>
  encode({ width, height, channels: 1, data: new Uint8Array(height * width).fill(value) });
