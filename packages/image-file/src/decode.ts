import { headOf, type PictureHead } from './head.ts';
import { decodeJpeg } from './jpeg.ts';
import type { Picture } from './picture.ts';
import { decodePng } from './png.ts';
import { broken } from './refuse.ts';

/** A PNG or JPEG. `name`: what to call it in messages. Throws InputError. */
export async function decodePicture(name: string, bytes: Uint8Array): Promise<Picture> {
  const head = headOf(bytes);
  if (head === null) throw broken(name, 'picture', 'it has no head of a PNG or JPEG');
  return head.kind === 'png' ? decodePng(name, bytes) : decodeJpeg(name, bytes, head);
}

/** Their packages: another version may make other bits. */
const DECODERS = { png: 'fast-png 8.0.0', jpeg: '@jsquash/jpeg 1.6.0' } as const;

/** What decodes these kinds, in their order. */
export const decodersOf = (kinds: ReadonlySet<PictureHead['kind']>): string[] =>
  (['png', 'jpeg'] as const).filter((kind) => kinds.has(kind)).map((kind) => DECODERS[kind]);
