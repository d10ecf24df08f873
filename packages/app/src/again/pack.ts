/** Predictions as compressed bytes: a line of JSON in which arrays are places, and the arrays behind it. */

import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';
import type { ShownTrial } from './train-again.ts';

/** 2: images; 3: what a VAE makes of them; 4: its latent space. */
const VERSION = 4;
/** No trial's predictions are as long; bytes that say so are damaged. */
const MOST_BYTES = 512 * 1024 * 1024;

const ARRAYS = { f32: Float32Array, f64: Float64Array, u8: Uint8Array } as const;
type ArrayKind = keyof typeof ARRAYS;
type Numbers = Float32Array | Float64Array | Uint8Array;

/** In place of an array. */
interface Placed {
  readonly array: ArrayKind;
  readonly at: number;
  readonly length: number;
}

const deflated = promisify(deflateRaw);
const inflated = promisify(inflateRaw);

export async function packed(shown: ShownTrial): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let at = 0;
  const place = (numbers: Numbers): Placed => {
    const array = (Object.keys(ARRAYS) as ArrayKind[]).find((kind) => numbers instanceof ARRAYS[kind])!;
    const placed = { array, at, length: numbers.length };
    parts.push(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength));
    at += numbers.byteLength;
    return placed;
  };
  const replacer = (_: string, value: unknown) =>
    ArrayBuffer.isView(value) ? place(value as Numbers) : value;
  const head = JSON.stringify({ v: VERSION, shown }, replacer);
  return deflated(Buffer.concat([Buffer.from(`${head}\n`), ...parts]));
}

/** Null for bytes of another version, or damaged ones: the trial is trained again then. */
export async function unpacked(bytes: Uint8Array): Promise<ShownTrial | null> {
  try {
    const whole = await inflated(bytes, { maxOutputLength: MOST_BYTES });
    const end = whole.indexOf('\n');
    const arrays = whole.subarray(end + 1);
    const reviver = (_: string, value: Placed | null) =>
      value !== null && typeof value === 'object' && Object.hasOwn(ARRAYS, value.array ?? '')
        ? taken(arrays, value)
        : value;
    const { v, shown } = JSON.parse(whole.toString('utf8', 0, end), reviver);
    return v === VERSION ? shown : null;
  } catch {
    return null;
  }
}

/** A copy, so that doubles lie where doubles may. */
function taken(bytes: Uint8Array, { array, at, length }: Placed): Numbers {
  const size = length * ARRAYS[array].BYTES_PER_ELEMENT;
  const copy = bytes.slice(at, at + size);
  if (copy.byteLength !== size) throw new RangeError('an array ends early');
  return new ARRAYS[array](Uint8Array.from(copy).buffer);
}
