/** Types of NumPy's arrays: how many bytes an item has, and how it is read as the text of a cell. */

export interface DType {
  readonly bytes: number;
  /** Null where it is missing. */
  read(view: DataView, at: number): string | null;
}

/** Of a `descr` such as `<f8`; null where no cell can hold it. */
export function dtypeOf(descr: string): DType | null {
  const [, order, kind, width] = /^([<>|=]?)([a-zA-Z?])(\d*)$/.exec(descr) ?? [];
  if (kind === undefined) return null;
  const little = order !== '>';
  const size = Number(width);
  switch (kind + (kind === 'U' || kind === 'S' ? '' : width)) {
    case 'f2':
      return { bytes: 2, read: (view, at) => ofNumber(halfOf(view.getUint16(at, little))) };
    case 'f4':
      return { bytes: 4, read: (view, at) => ofNumber(view.getFloat32(at, little)) };
    case 'f8':
      return { bytes: 8, read: (view, at) => ofNumber(view.getFloat64(at, little)) };
    case 'i1':
      return { bytes: 1, read: (view, at) => String(view.getInt8(at)) };
    case 'i2':
      return { bytes: 2, read: (view, at) => String(view.getInt16(at, little)) };
    case 'i4':
      return { bytes: 4, read: (view, at) => String(view.getInt32(at, little)) };
    case 'i8':
      return { bytes: 8, read: (view, at) => String(view.getBigInt64(at, little)) };
    case 'u1':
      return { bytes: 1, read: (view, at) => String(view.getUint8(at)) };
    case 'u2':
      return { bytes: 2, read: (view, at) => String(view.getUint16(at, little)) };
    case 'u4':
      return { bytes: 4, read: (view, at) => String(view.getUint32(at, little)) };
    case 'u8':
      return { bytes: 8, read: (view, at) => String(view.getBigUint64(at, little)) };
    case 'b1':
      return { bytes: 1, read: (view, at) => String(view.getUint8(at) !== 0) };
    case 'U':
      return size === 0 ? null : { bytes: 4 * size, read: (view, at) => unicode(view, at, size, little) };
    case 'S':
      return size === 0 ? null : { bytes: size, read: (view, at) => letters(view, at, size) };
    default:
      return null;
  }
}

function ofNumber(value: number): string | null {
  return Number.isNaN(value) ? null : String(value);
}

/** IEEE 754's binary16. */
function halfOf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** UCS-4, with zeros behind it. */
function unicode(view: DataView, at: number, size: number, little: boolean): string {
  let text = '';
  for (let i = 0; i < size; i++) {
    const point = view.getUint32(at + 4 * i, little);
    if (point === 0) break;
    text += point <= 0x10ffff ? String.fromCodePoint(point) : '\ufffd';
  }
  return text;
}

function letters(view: DataView, at: number, size: number): string {
  const bytes = new Uint8Array(view.buffer, view.byteOffset + at, size);
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
}
