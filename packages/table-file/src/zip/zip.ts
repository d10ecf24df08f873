/**
 * Zip archives, as NumPy and spreadsheets are: entries are found by the directory at the end, unpacked as they are read,
 * and never past the size that the directory states, so that no archive fills memory or disk by what it claims to hold.
 */

import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { crc32, createInflateRaw } from 'node:zlib';
import { InputError } from '@latentsweep/core';

export interface ZipEntry {
  readonly name: string;
  /** Bytes, unpacked, as the directory states. */
  readonly size: number;
  readonly packed: number;
  readonly method: number;
  readonly crc: number;
  readonly encrypted: boolean;
  /** Of its local header. */
  readonly offset: number;
}

export interface Zip {
  readonly path: string;
  readonly entries: readonly ZipEntry[];
}

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const LONGEST_COMMENT = 0xffff;
const MOST_DIRECTORY = 16 * 1024 * 1024;
const ZIP64 = 0xffffffff;

/** Throws InputError where it is cut or damaged. */
export async function openZip(path: string): Promise<Zip> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const read = async (from: number, length: number) => {
      const bytes = Buffer.alloc(Math.max(0, length));
      const { bytesRead } = await file.read(bytes, 0, bytes.length, from);
      if (from < 0 || bytesRead < bytes.length) throw damaged(path, 'it ends too early');
      return bytes;
    };
    const tailLength = Math.min(size, END_BYTES + LONGEST_COMMENT);
    const tail = await read(size - tailLength, tailLength);
    let at = tail.length - END_BYTES;
    while (at >= 0 && tail.readUInt32LE(at) !== END) at--;
    if (at < 0) throw damaged(path, 'its directory is missing, as where it was cut');
    const directorySize = tail.readUInt32LE(at + 12);
    const directoryAt = tail.readUInt32LE(at + 16);
    if (directoryAt === ZIP64 || directorySize > MOST_DIRECTORY)
      throw damaged(path, 'it is larger than 4 GB');
    return { path, entries: entriesIn(path, await read(directoryAt, directorySize)) };
  } finally {
    await file.close();
  }
}

function entriesIn(path: string, directory: Buffer): ZipEntry[] {
  const entries: ZipEntry[] = [];
  let at = 0;
  while (at + 46 <= directory.length && directory.readUInt32LE(at) === CENTRAL) {
    const nameLength = directory.readUInt16LE(at + 28);
    const extraLength = directory.readUInt16LE(at + 30);
    const packed = directory.readUInt32LE(at + 20);
    const size = directory.readUInt32LE(at + 24);
    const offset = directory.readUInt32LE(at + 42);
    if (packed === ZIP64 || size === ZIP64 || offset === ZIP64) throw damaged(path, 'it is larger than 4 GB');
    entries.push({
      name: directory.toString('utf8', at + 46, at + 46 + nameLength),
      size,
      packed,
      offset,
      method: directory.readUInt16LE(at + 10),
      crc: directory.readUInt32LE(at + 16),
      encrypted: (directory.readUInt16LE(at + 8) & 1) === 1,
    });
    at += 46 + nameLength + extraLength + directory.readUInt16LE(at + 32);
  }
  return entries;
}

/** The bytes of an entry. Throws InputError where they are not as many as the directory states, or others. */
export async function* entryBytes({ path }: Zip, entry: ZipEntry): AsyncGenerator<Buffer> {
  const { name, size, method } = entry;
  if (entry.encrypted) {
    throw new InputError('encrypted_file', `${path} is encrypted.`, 'Save it without a password.');
  }
  if (method !== 0 && method !== 8) {
    throw damaged(path, `\`${name}\` in it is packed by an unknown method (${method})`);
  }
  const start = await dataStart(path, entry);
  if (entry.packed > 0) {
    const packed = createReadStream(path, { start, end: start + entry.packed - 1 });
    const stream = method === 0 ? packed : packed.pipe(createInflateRaw());
    packed.on('error', (error) => stream.destroy(error));
    let length = 0;
    let sum = 0;
    try {
      for await (const piece of stream as AsyncIterable<Buffer>) {
        length += piece.length;
        if (length > size) break;
        sum = crc32(piece, sum);
        yield piece;
      }
    } catch (error) {
      if (error instanceof InputError || !isOfZlib(error)) throw error;
      throw damaged(path, `\`${name}\` in it can't be unpacked: ${(error as Error).message}`);
    } finally {
      packed.destroy();
    }
    if (length === size && sum === entry.crc) return;
    throw damaged(
      path,
      length === size ? `\`${name}\` in it has another checksum` : otherSize(entry, length),
    );
  }
  if (size > 0) throw damaged(path, otherSize(entry, 0));
}

function otherSize({ name, size }: ZipEntry, length: number): string {
  return `\`${name}\` in it has ${length > size ? 'more' : 'fewer'} than the ${size} bytes that it states`;
}

async function dataStart(path: string, { name, offset }: ZipEntry): Promise<number> {
  const file = await open(path, 'r');
  try {
    const header = Buffer.alloc(30);
    const { bytesRead } = await file.read(header, 0, 30, offset);
    if (bytesRead < 30 || header.readUInt32LE(0) !== LOCAL) {
      throw damaged(path, `\`${name}\` is not where its directory says`);
    }
    return offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
  } finally {
    await file.close();
  }
}

function isOfZlib(error: unknown): boolean {
  return error instanceof Error && /^Z_/.test((error as NodeJS.ErrnoException).code ?? '');
}

function damaged(path: string, why: string): InputError {
  return new InputError('damaged_file', `${path} is damaged: ${why}.`, 'Fetch or make it again.');
}

export { damaged as damagedZip };
