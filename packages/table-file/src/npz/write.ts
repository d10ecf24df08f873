import { zipOf } from '../zip/write.ts';

/** Bytes of `numpy.savez` of such arrays, packed. */
export const npzOf = (arrays: Readonly<Record<string, Uint8Array>>): Buffer =>
  zipOf(Object.entries(arrays).map(([name, bytes]) => ({ name: `${name}.npy`, bytes })));

/** Bytes of `numpy.save`: format 1.0. */
export function npyOf(descr: string, shape: readonly number[], items: Uint8Array, fortran = false): Buffer {
  const dict = `{'descr': '${descr}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': (${shape.join(', ')}${shape.length === 1 ? ',' : ''}), }`;
  const padded = `${dict.padEnd(Math.ceil((dict.length + 11) / 64) * 64 - 11)}\n`;
  const head = Buffer.alloc(10);
  head.write('\x93NUMPY\x01\x00', 0, 'latin1');
  head.writeUInt16LE(padded.length, 8);
  return Buffer.concat([head, Buffer.from(padded, 'latin1'), items]);
}

export function bytesOf(items: ArrayBufferView): Buffer {
  return Buffer.from(items.buffer, items.byteOffset, items.byteLength);
}
