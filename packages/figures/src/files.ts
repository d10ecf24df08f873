/** Drawings as PNG and PDF, in Node. */

import { createRequire } from 'node:module';
import { InputError, reasonOf } from '@latentsweep/core';
import type { SKRSContext2D } from '@napi-rs/canvas';
import { type Means, paintOn } from './canvas.ts';
import type { Drawing } from './drawing.ts';
import type { Theme } from './palette.ts';
import { bytesOf, type Pixels } from './pixels.ts';

/** Half a gigabyte while it is painted. */
const MOST_PIXELS = 100e6;
/** A pixel of a page is 1/96 inch, a point of PDF 1/72. */
const POINTS = 72 / 96;
const FAMILY = 'latentsweep figures';

type Canvas = typeof import('@napi-rs/canvas');

/** `scale`: pixels of the file to one of the drawing. Throws InputError `no_canvas`, `picture_too_large`. */
export async function pngOf(
  drawing: Drawing,
  { scale = 2, theme = 'light' }: { readonly scale?: number; readonly theme?: Theme } = {},
): Promise<Uint8Array> {
  const width = Math.round(drawing.width * scale);
  const height = Math.round(drawing.height * scale);
  if (!(width >= 1 && height >= 1 && width * height <= MOST_PIXELS)) {
    throw new InputError(
      'picture_too_large',
      `A picture has from 1 to ${MOST_PIXELS.toLocaleString('en-US')} pixels, not ${width} x ${height}.`,
      'Ask for another width, or take svg or pdf, which have no pixels.',
    );
  }
  const { createCanvas, means } = await loadCanvas();
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.scale(scale, scale);
  context.lang = 'en';
  paintOn(context, drawing, theme, means);
  const about = { title: drawing.title, description: drawing.description, software: 'latentsweep' };
  return canvas.encode('png', { ...about, resolution: 96 * scale });
}

/** One page as large as the drawing: lines and letters, nothing of it pixels. Throws InputError `no_canvas`. */
export async function pdfOf(
  drawing: Drawing,
  { theme = 'light' }: { readonly theme?: Theme } = {},
): Promise<Uint8Array> {
  const { PDFDocument, means } = await loadCanvas();
  const about = { title: drawing.title, subject: drawing.description, creator: 'latentsweep' };
  const document = new PDFDocument(about);
  // Its types leave out pictures, which it draws as a canvas's context does.
  const context = document.beginPage(drawing.width * POINTS, drawing.height * POINTS) as SKRSContext2D;
  context.scale(POINTS, POINTS);
  paintOn(context, drawing, theme, means);
  document.endPage();
  return document.close();
}

let loaded: Promise<Canvas & { readonly means: Means<import('@napi-rs/canvas').Canvas> }> | undefined;

/** With letters of our own: a bare machine has none. */
function loadCanvas(): NonNullable<typeof loaded> {
  loaded ??= import('@napi-rs/canvas').then(
    (canvas) => {
      const require = createRequire(import.meta.url);
      canvas.GlobalFonts.registerFromPath(require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf'), FAMILY);
      canvas.GlobalFonts.registerFromPath(
        require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'),
        FAMILY,
      );
      const pictureOf = (pixels: Pixels) => paintedPixels(canvas, pixels);
      return { ...canvas, means: { font: `"${FAMILY}"`, pictureOf } };
    },
    (error: unknown) => {
      throw noCanvas(error);
    },
  );
  return loaded;
}

function paintedPixels({ createCanvas }: Canvas, pixels: Pixels) {
  const { width, height, channels } = pixels;
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  const image = context.createImageData(width, height);
  const bytes = bytesOf(pixels);
  for (let i = 0; i < width * height; i++) {
    for (let c = 0; c < 3; c++) image.data[4 * i + c] = bytes[channels === 1 ? i : 3 * i + c]!;
    image.data[4 * i + 3] = 255;
  }
  context.putImageData(image, 0, 0);
  return canvas;
}

/** What is said where there is no binary for the machine's system. */
export function noCanvas(error: unknown): InputError {
  return new InputError(
    'no_canvas',
    `PNG and PDF are drawn by @napi-rs/canvas, which does not run on ${process.platform} ${process.arch} here: ${reasonOf(error)}`,
    'Write an .svg file instead: it needs nothing, and Inkscape or a browser makes PNG and PDF of it.',
  );
}
