/** What a text is encoded in, by its first bytes. */

import { InputError } from '@latentsweep/core';
import { notEncoded, soundPart } from './text-file.ts';

/** UTF-8, or UTF-16 by its mark or its zeros, as TextDecoder calls it; `bytes`: one a letter, the bytes don't say which. */
type Guess = 'utf-8' | 'utf-16le' | 'utf-16be' | 'utf-32' | 'bytes' | 'binary';

/** The encoding of a text by its first bytes. Throws where they don't say it. */
export function encodingOf(path: string, bytes: Uint8Array): string {
  const guess = guessEncoding(bytes);
  switch (guess) {
    case 'bytes':
      throw notEncoded(path, 'utf-8', brokenLine(bytes));
    case 'utf-32':
      throw new InputError(
        'not_utf8',
        `${path} is UTF-32.`,
        'Make it UTF-8, for example: iconv -f UTF-32 -t UTF-8 FILE > NEW.',
      );
    case 'binary':
      throw new InputError(
        'other_format',
        `${path} is no text: it holds zeros (NUL bytes).`,
        'CSV and other text, Parquet and JSON can be read. Write it as one of them.',
      );
    case 'utf-8':
    case 'utf-16le':
    case 'utf-16be':
      return guess;
  }
}

function guessEncoding(bytes: Uint8Array): Guess {
  const [a, b, c, d] = bytes;
  if ((a === 0xff && b === 0xfe && c === 0 && d === 0) || (a === 0 && b === 0 && c === 0xfe && d === 0xff))
    return 'utf-32';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  const zeros = zerosByPlace(bytes.subarray(0, 4096));
  if (zeros !== null) return zeros;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
  } catch {
    return 'bytes';
  }
  return 'utf-8';
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
  if (most[1] && most[3] && few[0] && few[2]) return 'utf-16le';
  if (most[0] && most[2] && few[1] && few[3]) return 'utf-16be';
  if (most.filter((is) => is).length === 3) return 'utf-32';
  return share.some((part) => part > 0.1) ? 'binary' : null;
}

/** From 1. */
function brokenLine(bytes: Uint8Array): number {
  return soundPart(bytes, 'utf-8').split(/\r\n|\n|\r/).length;
}
