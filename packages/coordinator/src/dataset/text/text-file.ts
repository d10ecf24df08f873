/** Text files as pieces of text, whatever they are packed and encoded in. */

import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { TextDecoder } from 'node:util';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { InputError } from '@latentsweep/core';

export type Packing = 'none' | 'gzip' | 'zstd';

export interface TextFile {
  readonly path: string;
  readonly packing: Packing;
  /** As TextDecoder calls it. */
  readonly encoding: string;
}

/** The first bytes, unpacked: up to `most`. */
export async function firstBytes(path: string, packing: Packing, most: number): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of unpacked(path, packing)) {
    pieces.push(piece);
    length += piece.length;
    if (length >= most) break;
  }
  return Buffer.concat(pieces).subarray(0, most);
}

/**
 * The text in pieces. Throws InputError where it is not what `encoding` says, after all that comes before that place;
 * `line` says which line it is on.
 */
export async function* readPieces(file: TextFile, line: () => number): AsyncGenerator<string> {
  const { path, packing, encoding } = file;
  const decoder = new TextDecoder(encoding, { fatal: true });
  for await (const piece of unpacked(path, packing)) {
    const text = decode(decoder, piece);
    yield text ?? soundPart(piece, encoding);
    if (text === null) throw notEncoded(path, encoding, line());
  }
  if (decode(decoder) === null) throw notEncoded(path, encoding, line());
}

function decode(decoder: TextDecoder, piece?: Uint8Array): string | null {
  try {
    return decoder.decode(piece, { stream: piece !== undefined });
  } catch {
    return null;
  }
}

/** Up to the first letter that is none. Bytes that end a letter of the piece before are left out. */
export function soundPart(piece: Uint8Array, encoding: string): string {
  const from = Math.max(
    0,
    piece.findIndex((byte) => byte < 0x80 || byte > 0xbf),
  );
  return new TextDecoder(encoding).decode(piece.subarray(from)).split('\ufffd')[0]!;
}

async function* unpacked(path: string, packing: Packing): AsyncGenerator<Buffer> {
  const file = createReadStream(path);
  try {
    yield* unpack(file, packing);
  } catch (error) {
    throw unreadable(path, error as NodeJS.ErrnoException);
  } finally {
    file.destroy();
  }
}

function unpack(file: Readable, packing: Packing): AsyncIterable<Buffer> {
  if (packing === 'none') return file;
  const into = packing === 'gzip' ? createGunzip() : createZstdDecompress();
  file.on('error', (error) => into.destroy(error));
  return file.pipe(into);
}

export function unreadable(path: string, error: NodeJS.ErrnoException): InputError {
  const damaged = /^(Z_|ZSTD_|ERR_ZSTD)/.test(error.code ?? '');
  return damaged
    ? new InputError('damaged_file', `${path} is damaged: ${error.message}.`, 'Fetch or make it again.')
    : new InputError('unreadable_file', `${path} can't be read: ${error.message}.`, 'Check its permissions.');
}

export function notEncoded(path: string, encoding: string, line: number): InputError {
  const utf8 = encoding === 'utf-8';
  return new InputError(
    utf8 ? 'not_utf8' : 'wrong_encoding',
    `Line ${line} of ${path} is not ${encoding.toUpperCase()}.`,
    utf8
      ? 'Say what it is: `encoding: windows-1252` for most CSV files of Excel in Western Europe. Or save it as UTF-8, for example: iconv -f WINDOWS-1252 -t UTF-8 FILE > NEW.'
      : 'Take `encoding` out if it is UTF-8, or name another one.',
  );
}
