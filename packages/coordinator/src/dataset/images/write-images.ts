/** A set of images with made ones behind its own, in files that `kind: images` reads again. */

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Images, InputError, pixelsOf, printable } from '@latentsweep/core';
import { encodePng } from '@latentsweep/image-file';
import { npyOf, npzOf } from '@latentsweep/table-file';

/** Images that were made: of the shape and in the units of those beside them. */
type MadeImages = Pick<Images, 'codes' | 'pixels'>;

/** An archive of NumPy: `x`, `y` with the names of classes, and `generated`, which is true of made images. */
export async function writeNpz(path: string, images: Images, made: MadeImages): Promise<void> {
  const { shape, count, classes } = images;
  const [height, width, channels] = shape;
  const all = count + made.codes.length;
  const dimensions = channels === 1 ? [all, height, width] : [all, height, width, channels];
  const longest = Math.max(...classes.map((name) => [...name].length));
  const names = new Uint32Array(all * longest);
  for (const [i, code] of [...images.codes, ...made.codes].entries()) {
    names.set(
      Array.from(classes[code]!, (letter) => letter.codePointAt(0)!),
      i * longest,
    );
  }
  const generated = new Uint8Array(all).fill(1, count);
  await writeFile(
    path,
    npzOf({
      x: npyOf('|u1', dimensions, Buffer.concat([images.pixels, made.pixels])),
      y: npyOf(`<U${longest}`, [all], Buffer.from(names.buffer)),
      generated: npyOf('|b1', [all], generated),
    }),
  );
}

/** A folder of classes: PNG files `real-000001.png` and `generated-000001.png`. Throws InputError for names of no folder. */
export async function writeFolder(path: string, images: Images, made: MadeImages): Promise<void> {
  const bad = images.classes.find((name) => /[/\\:*?"<>|\p{Cc}]|^\.|[. ]$/u.test(name) || name.length > 100);
  if (bad !== undefined) {
    throw new InputError(
      'no_folder_name',
      `The class '${printable(bad)}' can't be the name of a folder on every system.`,
      'Write an archive: --to augmented.npz.',
    );
  }
  for (const name of images.classes) await mkdir(join(path, name), { recursive: true });
  await writeEach(path, 'real', images, images);
  await writeEach(path, 'generated', images, made);
}

async function writeEach(
  path: string,
  word: string,
  { classes, shape, max }: Images,
  { codes, pixels }: MadeImages,
) {
  const [height, width, channels] = shape;
  const size = pixelsOf(shape);
  for (const [i, code] of codes.entries()) {
    const own = pixels.subarray(i * size, (i + 1) * size);
    const bytes = Uint8Array.from(own, (value) => (max === 255 ? value : Math.round((value * 255) / max)));
    const png = encodePng({ height, width, channels: channels === 1 ? 1 : 3, pixels: bytes });
    await writeFile(join(path, classes[code]!, `${word}-${String(i + 1).padStart(6, '0')}.png`), png);
  }
}
