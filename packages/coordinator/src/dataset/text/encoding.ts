/** What a text is encoded in, by its first bytes. */

import { soundPart } from './text-file.ts';

export type Guess =
  /** UTF-8, or UTF-16 by its mark or its zeros; as TextDecoder calls it. */
  | { readonly kind: 'known'; readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be' }
  /** One byte a letter; which letters those are, the bytes don't say. */
  | { readonly kind: 'bytes' }
  /** Four bytes a letter. */
  | { readonly kind: 'utf-32' }
  | { readonly kind: 'binary' };

export function guessEncoding(bytes: Uint8Array): Guess {
  const [a, b, c, d] = bytes;
  if ((a === 0xff && b === 0xfe && c === 0 && d === 0) || (a === 0 && b === 0 && c === 0xfe && d === 0xff))
    return { kind: 'utf-32' };
  if (a === 0xff && b === 0xfe) return { kind: 'known', encoding: 'utf-16le' };
  if (a === 0xfe && b === 0xff) return { kind: 'known', encoding: 'utf-16be' };
  const zeros = zerosByPlace(bytes.subarray(0, 4096));
  if (zeros !== null) return zeros;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return { kind: 'bytes' };
  }
  return { kind: 'known', encoding: 'utf-8' };
}

/** Where text has zeros: in every other byte of UTF-16, in three of four of UTF-32, all over the place in no text. */
function zerosByPlace(bytes: Uint8Array): Guess | null {
  const zeros = [0, 0, 0, 0];
  bytes.forEach((byte, i) => {
    if (byte === 0) zeros[i % 4]!++;
  });
  const share = zeros.map((count) => (4 * count) / bytes.length);
  const most = share.map((part) => part > 0.7);
  const few = share.map((part) => part < 0.1);
  if (most[1] && most[3] && few[0] && few[2]) return { kind: 'known', encoding: 'utf-16le' };
  if (most[0] && most[2] && few[1] && few[3]) return { kind: 'known', encoding: 'utf-16be' };
  if (most.filter((is) => is).length === 3) return { kind: 'utf-32' };
  return share.some((part) => part > 0.1) ? { kind: 'binary' } : null;
}

/** From 1. */
export function brokenLine(bytes: Uint8Array): number {
  return soundPart(bytes, 'utf-8').split(/\r\n|\n|\r/).length;
}
