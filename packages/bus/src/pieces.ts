import { createHash } from 'node:crypto';
import { LatentsweepError, printable } from '@latentsweep/core';
import type { Pieces, TrialFile } from './trial-files.ts';

/** The same bytes in chunks of one size, the last of which may be shorter. Each is its own memory. */
export async function* chunksOf(pieces: Pieces, size: number): AsyncGenerator<Uint8Array> {
  let chunk = new Uint8Array(size);
  let filled = 0;
  for await (const piece of pieces) {
    for (let at = 0; at < piece.length; ) {
      const part = piece.subarray(at, at + size - filled);
      chunk.set(part, filled);
      filled += part.length;
      at += part.length;
      if (filled < size) continue;
      yield chunk;
      chunk = new Uint8Array(size);
      filled = 0;
    }
  }
  if (filled > 0) yield chunk.subarray(0, filled);
}

/** All files, one after the other. Throws LatentsweepError `content_mismatch` at one that is not as long as it says. */
export async function* joined(
  files: readonly (TrialFile & { pieces(): Pieces })[],
): AsyncGenerator<Uint8Array> {
  for (const file of files) {
    let bytes = 0;
    for await (const piece of file.pieces()) {
      bytes += piece.length;
      if (bytes <= file.bytes) yield piece;
    }
    if (bytes === file.bytes) continue;
    throw new LatentsweepError(
      'content_mismatch',
      `${printable(file.name)} has ${bytes} bytes, and ${file.bytes} were announced.`,
      'Let the program end before its files are changed.',
    );
  }
}

/** The same bytes. Throws LatentsweepError `file_damaged` at their end where they are not what the hash says. */
export async function* verified(pieces: Pieces, { name, sha256 }: TrialFile): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  for await (const piece of pieces) {
    hash.update(piece);
    yield piece;
  }
  const actual = hash.digest('hex');
  if (actual === sha256) return;
  throw new LatentsweepError(
    'file_damaged',
    `${printable(name)} is not what the trial left: its SHA-256 is ${actual}, not ${sha256}.`,
    'Look at the disk and the log of the NATS server; run the trial again where the file matters.',
  );
}

export const missingFile = (what: string): LatentsweepError =>
  new LatentsweepError(
    'file_missing',
    `The bus does not have ${what}, or not all of it.`,
    'A bus that lost its data lost it too: results are in the store, files are not. Run the trial again where it matters.',
  );
