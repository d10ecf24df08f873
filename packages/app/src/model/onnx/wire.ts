/** Protocol Buffers as bytes: the little of it that an ONNX file needs (protobuf.dev/programming-guides/encoding). */

export type Field = Uint8Array;

const VARINT = 0;
const FIXED32 = 5;
const BYTES = 2;

function varint(value: bigint): number[] {
  const out: number[] = [];
  let left = BigInt.asUintN(64, value);
  do {
    const more = left > 0x7fn;
    out.push(Number(left & 0x7fn) | (more ? 0x80 : 0));
    left >>= 7n;
  } while (left > 0n);
  return out;
}

const tag = (number: number, wire: number) => varint(BigInt(number * 8 + wire));

export const int = (number: number, value: number): Field =>
  Uint8Array.from([...tag(number, VARINT), ...varint(BigInt(value))]);

export function float(number: number, value: number): Field {
  const bytes = new Uint8Array(Float32Array.of(value).buffer);
  return Uint8Array.from([...tag(number, FIXED32), ...bytes]);
}

export const bytes = (number: number, value: Uint8Array): Field =>
  joined([Uint8Array.from([...tag(number, BYTES), ...varint(BigInt(value.length))]), value]);

export const text = (number: number, value: string): Field => bytes(number, new TextEncoder().encode(value));

export const message = (number: number, fields: readonly Field[]): Field => bytes(number, joined(fields));

/** Packed. */
export const ints = (number: number, values: readonly number[]): Field =>
  bytes(number, Uint8Array.from(values.flatMap((value) => varint(BigInt(value)))));

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
