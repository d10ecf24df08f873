import { bytesOf, type Pixels } from './pixels.ts';

/**
 * A picture as a `data:` address of a PNG. Its pixels are stored as they are (RFC 1951, "non-compressed blocks"): small
 * pictures shrink little, and neither a browser nor Node has a deflate that both have and that does not make its caller wait.
 */
export function pngUri(pixels: Pixels): string {
  const { width, height, channels } = pixels;
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, channels === 1 ? 0 : 2, 0, 0, 0], 8);
  const rows = bytesOf(pixels);
  const stride = width * channels;
  // Each row begins with its filter: none.
  const filtered = new Uint8Array(height * (stride + 1));
  for (let y = 0; y < height; y++) {
    filtered.set(rows.subarray(y * stride, (y + 1) * stride), y * (stride + 1) + 1);
  }
  const parts = [
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    ...[chunk('IHDR', header), chunk('IDAT', stored(filtered)), chunk('IEND', new Uint8Array())],
  ];
  let text = '';
  for (const part of parts) for (const byte of part) text += String.fromCharCode(byte);
  return `data:image/png;base64,${btoa(text)}`;
}

const MOST_STORED = 65_535;

/** As zlib has it (RFC 1950): a header, blocks, Adler's sum. */
function stored(bytes: Uint8Array): Uint8Array {
  const blocks = Math.max(1, Math.ceil(bytes.length / MOST_STORED));
  const all = new Uint8Array(2 + blocks * 5 + bytes.length + 4);
  const view = new DataView(all.buffer);
  all.set([0x78, 0x01]);
  let at = 2;
  for (let block = 0; block < blocks; block++) {
    const part = bytes.subarray(block * MOST_STORED, (block + 1) * MOST_STORED);
    all[at] = block === blocks - 1 ? 1 : 0;
    view.setUint16(at + 1, part.length, true);
    view.setUint16(at + 3, part.length ^ 0xffff, true);
    all.set(part, at + 5);
    at += 5 + part.length;
  }
  let [a, b] = [1, 0];
  for (const byte of bytes) {
    a = (a + byte) % 65_521;
    b = (b + a) % 65_521;
  }
  view.setUint32(at, b * 65_536 + a);
  return all;
}

function chunk(name: string, data: Uint8Array): Uint8Array {
  const all = new Uint8Array(12 + data.length);
  const view = new DataView(all.buffer);
  view.setUint32(0, data.length);
  for (let i = 0; i < 4; i++) all[4 + i] = name.charCodeAt(i);
  all.set(data, 8);
  view.setUint32(8 + data.length, crc(all.subarray(4, 8 + data.length)));
  return all;
}

/** CRC-32 as PNG has it (ISO 3309). */
function crc(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return (sum ^ 0xffffffff) >>> 0;
}
