import { inflateSync } from 'node:zlib';
import { InputError } from '@latentsweep/core';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { expect, test } from 'vitest';
import { draw } from './figures.ts';
import { noCanvas, pdfOf, pngOf } from './files.ts';
import { sampleHistory } from './fixtures/sample.ts';

const drawing = draw(sampleHistory(40), { width: 320, height: 200 });

async function pixelsOf(png: Uint8Array) {
  const image = await loadImage(Buffer.from(png));
  const context = createCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  return {
    width: image.width,
    height: image.height,
    data: context.getImageData(0, 0, image.width, image.height).data,
  };
}

test('a PNG has the pixels that were asked for, on the surface of its theme', async () => {
  const png = await pixelsOf(await pngOf(drawing, { scale: 3, theme: 'dark' }));
  expect([png.width, png.height]).toEqual([960, 600]);
  expect([...png.data.subarray(0, 4)]).toEqual([0x0d, 0x11, 0x17, 255]);
});

test('it has letters on a machine without fonts, which are not those of another text', async () => {
  const written = async (said: string) => {
    const marks = [{ kind: 'text', at: [4, 20], text: said, ink: 'text' } as const];
    const { data } = await pixelsOf(await pngOf({ ...drawing, marks }, { scale: 1 }));
    return Buffer.from(data.buffer).toString('base64');
  };
  const [a, b, blank] = await Promise.all(['loss', 'kl', ' '].map(written));
  expect(new Set([a, b, blank]).size).toBe(3);
});

test('a picture that no memory holds is refused', async () => {
  const wide = { ...drawing, width: 1e6, height: 1e6 };
  await expect(pngOf(wide)).rejects.toThrow(InputError);
  await expect(pngOf({ ...drawing, width: 0 })).rejects.toMatchObject({ code: 'picture_too_large' });
  await expect(pngOf(drawing, { scale: Number.NaN })).rejects.toMatchObject({ code: 'picture_too_large' });
});

/** The streams of a PDF that are deflated. */
function streamsOf(pdf: Uint8Array): string[] {
  const bytes = Buffer.from(pdf);
  const source = bytes.toString('latin1');
  return [...source.matchAll(/\/FlateDecode[^>]*>>\s*stream\r?\n|stream\r?\n/g)].flatMap((match) => {
    const from = match.index + match[0].length;
    const to = source.indexOf('endstream', from);
    try {
      return [inflateSync(bytes.subarray(from, to)).toString('latin1')];
    } catch {
      return [];
    }
  });
}

test('a PDF is one page of lines and letters, its fonts within', async () => {
  const pdf = await pdfOf(drawing);
  const source = Buffer.from(pdf).toString('latin1');
  expect(source.startsWith('%PDF-')).toBe(true);
  expect(source.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
  expect(source).toMatch(/\/MediaBox\s*\[\s*0 0 240 150\s*\]/);
  expect(source).toContain('/FontFile2');
  expect(source).toContain('DejaVuSans');
  expect(source).not.toContain('/Subtype /Image');
  const page = streamsOf(pdf).find((stream) => /\bBT\b/.test(stream))!;
  expect(page.match(/ l\n/g)!.length).toBeGreaterThan(5);
});

test('images have their pixels, and no others between them', async () => {
  const pixels = { width: 2, height: 1, channels: 3, bytes: btoa('\0ÿ\0ÿÿÿ') } as const;
  const marks = [{ kind: 'image', x: 10, y: 10, width: 20, height: 10, pixels } as const];
  const { data, width } = await pixelsOf(await pngOf({ ...drawing, marks }, { scale: 1 }));
  const at = (x: number, y: number) => [...data.subarray(4 * (y * width + x), 4 * (y * width + x) + 3)];
  expect([at(10, 10), at(19, 19), at(20, 10), at(29, 19)]).toEqual([
    [0, 255, 0],
    [0, 255, 0],
    [255, 255, 255],
    [255, 255, 255],
  ]);
  const pdf = Buffer.from(await pdfOf({ ...drawing, marks })).toString('latin1');
  expect(pdf).toContain('/Subtype /Image');
});

test('a system without the binary is told to take svg', () => {
  const refused = noCanvas(new Error('Cannot find native binding'));
  expect(refused).toBeInstanceOf(InputError);
  expect(refused.code).toBe('no_canvas');
  expect(refused.message).toContain('Cannot find native binding');
  expect(refused.hint).toContain('.svg');
});
