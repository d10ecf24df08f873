/** What a picture says of itself before it is decoded. */

export type PictureKind = 'png' | 'jpeg';

export interface PictureHead {
  readonly kind: PictureKind;
  readonly height: number;
  readonly width: number;
  /** Of what is shown: 3 for colour, palettes among them. */
  readonly channels: 1 | 3;
}

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** By its first bytes; null for what is neither. */
export function kindOf(bytes: Uint8Array): PictureKind | null {
  if (PNG.every((byte, i) => bytes[i] === byte)) return 'png';
  return bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff ? 'jpeg' : null;
}

/** Null where the bytes are no head, or end in its midst. */
export function headOf(bytes: Uint8Array): PictureHead | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  switch (kindOf(bytes)) {
    case 'png':
      return pngHead(view);
    case 'jpeg':
      return jpegHead(view);
    case null:
      return null;
  }
}

const IHDR = 0x49484452;
/** Grey, with alpha or without. */
const GREY_PNG = [0, 4];

function pngHead(view: DataView): PictureHead | null {
  if (view.byteLength < 29 || view.getUint32(12) !== IHDR) return null;
  const channels = GREY_PNG.includes(view.getUint8(25)) ? 1 : 3;
  return { kind: 'png', width: view.getUint32(16), height: view.getUint32(20), channels };
}

/** Segments of a JPEG are skipped up to the start of a frame (SOF0 to SOF15 but for DHT, JPG and DAC). */
function jpegHead(view: DataView): PictureHead | null {
  let at = 2;
  while (at + 10 <= view.byteLength) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      const channels = view.getUint8(at + 9) === 1 ? 1 : 3;
      return { kind: 'jpeg', height: view.getUint16(at + 5), width: view.getUint16(at + 7), channels };
    }
    at += 2 + view.getUint16(at + 2);
  }
  return null;
}
