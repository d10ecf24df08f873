const FLOAT8 = 701;
const HEADER_BYTES = 20;
const ELEMENT_BYTES = 12;

/**
 * A parameter for `::double precision[]` in the binary form of array_recv: dimensions, whether there are nulls, the
 * elements' type, then of the one dimension its size and lower bound, then each element with its length. The driver
 * sends a Buffer as it is.
 */
export function doubleArray(values: readonly number[]): Buffer {
  const buffer = Buffer.alloc(values.length === 0 ? 12 : HEADER_BYTES + values.length * ELEMENT_BYTES);
  buffer.writeInt32BE(values.length === 0 ? 0 : 1, 0);
  buffer.writeInt32BE(FLOAT8, 8);
  if (values.length === 0) return buffer;
  buffer.writeInt32BE(values.length, 12);
  buffer.writeInt32BE(1, 16);
  const view = new DataView(buffer.buffer, buffer.byteOffset + HEADER_BYTES);
  for (let i = 0; i < values.length; i++) {
    view.setInt32(i * ELEMENT_BYTES, 8);
    view.setFloat64(i * ELEMENT_BYTES + 4, values[i]!);
  }
  return buffer;
}
