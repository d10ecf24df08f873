import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import decode, { init } from '@jsquash/jpeg/decode.js';
import type { PictureHead } from './head.ts';
import type { Picture } from './picture.ts';
import { broken } from './refuse.ts';

/** What the decoder makes, under the name of a browser's class, which it takes from the global scope. */
class Rgba {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
  constructor(data: Uint8ClampedArray, width: number, height: number) {
    this.data = data;
    this.width = width;
    this.height = height;
  }
}

let said = '';

async function compile(): Promise<WebAssembly.Module> {
  const path = createRequire(import.meta.url).resolve('@jsquash/jpeg/codec/dec/mozjpeg_dec.wasm');
  return new WebAssembly.Module(await readFile(path));
}

let compiled: Promise<WebAssembly.Module> | null = null;

/** A decoder that found an error has ended: the next one begins anew. */
async function start(): Promise<void> {
  compiled ??= compile();
  const module = await compiled;
  await init({
    instantiateWasm(
      imports: ConstructorParameters<typeof WebAssembly.Instance>[1],
      use: (instance: WebAssembly.Instance) => void,
    ) {
      const instance = new WebAssembly.Instance(module, imports);
      use(instance);
      return instance.exports;
    },
    printErr(line: string) {
      said += `${line} `;
    },
  } as Parameters<typeof init>[0]);
}

let started: Promise<void> | null = null;

/** The bits of libjpeg. `head`: as read of the same bytes. Throws InputError where it is broken. */
export async function decodeJpeg(
  name: string,
  bytes: Uint8Array,
  { channels }: PictureHead,
): Promise<Picture> {
  said = '';
  started ??= start();
  await started;
  const scope = globalThis as { ImageData?: unknown };
  const before = scope.ImageData;
  scope.ImageData = Rgba;
  try {
    const { data, width, height } = await decode(Uint8Array.from(bytes).buffer);
    return { height, width, channels, pixels: fewer(data, channels), rounded: false };
  } catch {
    started = null;
    throw broken(name, 'JPEG', said === '' ? 'it ends too early, or is of a rare kind' : said);
  } finally {
    if (before === undefined) delete scope.ImageData;
    else scope.ImageData = before;
  }
}

/** Of red, green, blue and alpha, which a JPEG has none of. */
function fewer(rgba: Uint8ClampedArray, channels: 1 | 3): Uint8Array {
  const pixels = new Uint8Array((rgba.length / 4) * channels);
  for (let i = 0; 4 * i < rgba.length; i++) {
    for (let c = 0; c < channels; c++) pixels[i * channels + c] = rgba[4 * i + c]!;
  }
  return pixels;
}
