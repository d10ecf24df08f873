import { crc32, deflateRawSync } from 'node:zlib';

interface Written {
  readonly name: string;
  readonly bytes: Uint8Array | string;
  /** What the directory states, where that is not so. */
  readonly size?: number;
  readonly crc?: number;
  readonly stored?: boolean;
}

/** A zip archive of these entries; of fewer than 4 GB, with no times, so that the same entries make the same bytes. */
export function zipOf(entries: readonly Written[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const bytes = Buffer.from(entry.bytes as Uint8Array);
    const name = Buffer.from(entry.name);
    const packed = entry.stored ? bytes : deflateRawSync(bytes);
    const method = entry.stored ? 0 : 8;
    const crc = entry.crc ?? crc32(bytes);
    const size = entry.size ?? bytes.length;
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(method, 8);
    local.writeUInt32LE(crc, 14);
    local.writeUInt32LE(packed.length, 18);
    local.writeUInt32LE(size, 22);
    local.writeUInt16LE(name.length, 26);
    files.push(local, name, packed);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(method, 10);
    central.writeUInt32LE(crc, 16);
    central.writeUInt32LE(packed.length, 20);
    central.writeUInt32LE(size, 24);
    central.writeUInt16LE(name.length, 28);
    central.writeUInt32LE(offset, 42);
    directory.push(central, name);
    offset += local.length + name.length + packed.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...files, listed, end]);
}
