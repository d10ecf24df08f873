import { InputError } from '@latentsweep/core';
import { type DecodedPng, decode } from 'fast-png';
import type { Picture } from './picture.ts';
import { broken } from './refuse.ts';

/** Throws InputError where it is broken or has pixels that one can look through. */
export function decodePng(name: string, bytes: Uint8Array): Picture {
  const png = decodedOf(name, bytes);
  const { width, height } = png;
  const values = png.palette ? ofPalette(name, png) : ofSamples(png);
  const { samples, channels, most } = values;
  const shown = channels < 3 ? 1 : 3;
  if (channels !== shown || png.transparency) refuseTransparent(name, png, samples, channels, most);
  const pixels = new Uint8Array(width * height * shown);
  for (let i = 0; i < width * height; i++) {
    for (let c = 0; c < shown; c++) pixels[i * shown + c] = byteOf(samples[i * channels + c]!, most);
  }
  return { height, width, channels: shown, pixels, rounded: most > 255 };
}

function decodedOf(name: string, bytes: Uint8Array): DecodedPng {
  try {
    return decode(bytes, { checkCrc: true });
  } catch (error) {
    throw broken(name, 'PNG', (error as Error).message);
  }
}

interface Samples {
  /** [height, width, channels] */
  readonly samples: ArrayLike<number>;
  readonly channels: number;
  /** The value of white. */
  readonly most: number;
}

const byteOf = (value: number, most: number): number =>
  most === 255 ? value : Math.round((value * 255) / most);

/** Pixels of fewer than eight bits lie side by side in a byte, and each row begins with a new one. */
function ofSamples({ data, depth, width, height, channels }: DecodedPng): Samples {
  const most = 2 ** depth - 1;
  return { samples: depth < 8 ? unpacked(data, depth, width, height) : data, channels, most };
}

function unpacked(data: ArrayLike<number>, depth: number, width: number, height: number): Uint8Array {
  const stride = Math.ceil((width * depth) / 8);
  const values = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const bit = x * depth;
      const byte = data[y * stride + (bit >> 3)]!;
      values[y * width + x] = (byte >> (8 - depth - (bit & 7))) & (2 ** depth - 1);
    }
  }
  return values;
}

/** A palette's colours, with alpha where it has that. */
function ofPalette(name: string, { data, depth, width, height, palette }: DecodedPng): Samples {
  const places = depth < 8 ? unpacked(data, depth, width, height) : data;
  const channels = palette!.some(({ length }) => length === 4) ? 4 : 3;
  const samples = new Uint8Array(width * height * channels);
  for (let i = 0; i < width * height; i++) {
    const colour: readonly number[] | undefined = palette![places[i]!];
    if (!colour) throw broken(name, 'PNG', `its palette has no colour ${places[i]}`);
    for (let c = 0; c < channels; c++) samples[i * channels + c] = colour[c] ?? 255;
  }
  return { samples, channels, most: 255 };
}

/** An alpha channel of opaque pixels alone says nothing. */
function refuseTransparent(
  name: string,
  { width, height, transparency }: DecodedPng,
  samples: ArrayLike<number>,
  channels: number,
  most: number,
): void {
  let seen = 0;
  for (let i = 0; i < width * height; i++) {
    const alpha = channels === 2 || channels === 4 ? samples[i * channels + channels - 1]! : most;
    const keyed = transparency?.every((value, c) => samples[i * channels + c] === value) ?? false;
    if (alpha < most || keyed) seen += 1;
  }
  if (seen === 0) return;
  throw new InputError(
    'transparent_image',
    `${name} has an alpha channel, and ${seen} of its ${width * height} pixels are not opaque: what stands behind them is not said.`,
    'Put it on a background, for example: magick mogrify -background white -alpha remove -alpha off FILE.',
  );
}
