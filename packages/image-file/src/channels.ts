import type { Picture } from './picture.ts';

export type Channels = Picture['channels'];

/** The same picture in grey, or in colour. */
export function withChannels(picture: Picture, channels: Channels): Picture {
  if (picture.channels === channels) return picture;
  return { ...picture, channels, pixels: channels === 1 ? greyOf(picture.pixels) : colourOf(picture.pixels) };
}

/** Luma of ITU-R 601 in whole numbers: L = (19595 R + 38470 G + 7471 B + 32768) / 65536, as Pillow has it. */
function greyOf(rgb: Uint8Array): Uint8Array {
  const grey = new Uint8Array(rgb.length / 3);
  for (let i = 0; i < grey.length; i++) {
    grey[i] = (19595 * rgb[3 * i]! + 38470 * rgb[3 * i + 1]! + 7471 * rgb[3 * i + 2]! + 32768) >> 16;
  }
  return grey;
}

function colourOf(grey: Uint8Array): Uint8Array {
  const rgb = new Uint8Array(3 * grey.length);
  grey.forEach((value, i) => {
    rgb.fill(value, 3 * i, 3 * i + 3);
  });
  return rgb;
}
