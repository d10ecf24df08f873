/**
 * IDX, the form of MNIST: two zeros, a byte for the type, a byte for the number of dimensions, a big-endian 32-bit size each,
 * then the items row-major (Y. LeCun, yann.lecun.com/exdb/mnist).
 */

import { open, readFile } from 'node:fs/promises';
import { constants, gunzipSync } from 'node:zlib';
import { InputError } from '@latentsweep/core';

export interface Idx {
  readonly shape: readonly number[];
  readonly items: Uint8Array;
}

const BYTES = 8;

/** By the first bytes, unpacked: two zeros, a type that there is, and one to four dimensions. */
export function isIdx(bytes: Uint8Array): boolean {
  const known = [0x08, 0x09, 0x0b, 0x0c, 0x0d, 0x0e];
  return bytes[0] === 0 && bytes[1] === 0 && known.includes(bytes[2]!) && bytes[3]! >= 1 && bytes[3]! <= 4;
}

/**
 * Throws InputError where it is not what its head says. `check`: told the shape before more than the head is read, and throws
 * where that is too much.
 */
export async function openIdx(
  path: string,
  check: (shape: readonly number[]) => void = () => {},
): Promise<Idx> {
  const fail = (what: string) => new InputError('bad_idx', `${path} ${what}.`, 'Fetch it again, as a whole.');
  const { first, size } = await beginningOf(path);
  const packed = first[0] === 0x1f && first[1] === 0x8b;
  const head = packed ? unpackedHead(path, first) : first;
  if (!isIdx(head)) throw fail('does not begin as an IDX file does');
  if (head[2] !== BYTES) throw fail(`holds items of type ${head[2]}, and not bytes (${BYTES})`);
  const dimensions = head[3]!;
  const from = 4 + 4 * dimensions;
  if (head.length < from) throw fail('ends in its head');
  const shape = Array.from({ length: dimensions }, (_, d) => head.readUInt32BE(4 + 4 * d));
  check(shape);
  const wanted = shape.reduce((all, side) => all * side, 1);
  const holds = (bytes: number | string) =>
    fail(`states ${shape.join(' x ')} bytes, which are ${wanted}, but holds ${bytes}`);
  if (!packed && size - from !== wanted) throw holds(size - from);
  const bytes = packed ? unpack(path, await readFile(path), from + wanted, holds) : await readFile(path);
  if (bytes.length - from !== wanted) throw holds(bytes.length - from);
  return { shape, items: bytes.subarray(from) };
}

/** A head has at most 20 bytes, and those of gzip before it a name of the file. */
const BEGINNING = 4096;

async function beginningOf(path: string): Promise<{ readonly first: Buffer; readonly size: number }> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const { bytesRead, buffer } = await file.read(Buffer.alloc(BEGINNING), 0, BEGINNING, 0);
    return { first: buffer.subarray(0, bytesRead), size };
  } finally {
    await file.close();
  }
}

/** What can be unpacked of a file's beginning. */
function unpackedHead(path: string, first: Buffer): Buffer {
  try {
    return gunzipSync(first, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch (error) {
    throw damaged(path, error as Error);
  }
}

/** No more than is stated, so that no file fills the memory. */
function unpack(path: string, packed: Buffer, most: number, holds: (bytes: string) => InputError): Buffer {
  try {
    return gunzipSync(packed, { maxOutputLength: Math.max(1, most) });
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
      ? holds('more')
      : damaged(path, error as Error);
  }
}

const damaged = (path: string, { message }: Error): InputError =>
  new InputError('damaged_file', `${path} is damaged: ${message}.`, 'Fetch it again.');
