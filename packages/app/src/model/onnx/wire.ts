/** Protocol Buffers as bytes: the little of it that an ONNX file needs (protobuf.dev/programming-guides/encoding). */

/** In Node's pooled buffers: a file of a wide table has a million fields of a few bytes. */
export type Field = Uint8Array;

const VARINT = 0;
const FIXED32 = 5;
const BYTES = 2;

function varint(value: number): number[] {
  if (value >= 0 && value < 0x80) return [value];
  const out: number[] = [];
  let left = BigInt.asUintN(64, BigInt(value));
  do {
    const more = left > 0x7fn;
    out.push(Number(left & 0x7fn) | (more ? 0x80 : 0));
    left >>= 7n;
  } while (left > 0n);
  return out;
}

const tag = (number: number, wire: number) => varint(number * 8 + wire);

export const int = (number: number, value: number): Field =>
  Buffer.from(tag(number, VARINT).concat(varint(value)));

export function float(number: number, value: number): Field {
  const bytes = new Uint8Array(Float32Array.of(value).buffer);
  return Buffer.from([...tag(number, FIXED32), ...bytes]);
}

export const bytes = (number: number, value: Uint8Array): Field => message(number, [value]);

export const text = (number: number, value: string): Field => bytes(number, Buffer.from(value));

export function message(number: number, fields: readonly Field[]): Field {
  const length = fields.reduce((sum, field) => sum + field.length, 0);
  const header = Buffer.from(tag(number, BYTES).concat(varint(length)));
  return Buffer.concat([header, ...fields], header.length + length);
}

/** Packed. */
export const ints = (number: number, values: readonly number[]): Field =>
  bytes(number, Buffer.from(values.flatMap(varint)));

export const joined = (parts: readonly Field[]): Uint8Array => Buffer.concat(parts);
