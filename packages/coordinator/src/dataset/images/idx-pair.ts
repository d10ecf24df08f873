/** Images and labels in IDX, as MNIST and its relatives come: a pair of files, or a folder with pairs of parts. */

import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type ImageShape, InputError, layOutImages, naturalOrder, plural } from '@latentsweep/core';
import { type Idx, openIdx } from '@latentsweep/image-file';
import type { ImagesDefinition, ReadImages } from './definition.ts';
import { countParts, inOrderOfParts, type Part, partOf } from './parts.ts';
import { refuseTooMany } from './room.ts';

const IMAGES = /images([-.])idx([34])(-ubyte)?(\.gz)?$/;

export const isIdxName = (name: string): boolean => IMAGES.test(name);

interface Pair {
  readonly images: string;
  readonly labels: string;
  readonly part: Part | null;
}

/** Those of a folder; none where it has none. Throws InputError for images without labels. */
export async function pairsIn(folder: string): Promise<Pair[]> {
  const names = (await readdir(folder)).filter(isIdxName).sort();
  return Promise.all(names.map((name) => pairOf(join(folder, name))));
}

/** The labels lie beside the images, under the name that fits: `train-labels-idx1-ubyte` to `train-images-idx3-ubyte`. */
export async function pairOf(images: string): Promise<Pair> {
  const folder = dirname(images);
  const name = basename(images);
  const plain = name.replace(IMAGES, 'labels$1idx1$3');
  const wanted = [plain, `${plain}.gz`];
  for (const one of wanted) {
    const labels = join(folder, one);
    const found = await stat(labels).catch(() => null);
    if (found) return { images, labels, part: partOf(/^[a-z0-9]+/i.exec(name)?.[0] ?? '') };
  }
  throw new InputError(
    'no_labels',
    `${images} holds images, and their labels are not beside it.`,
    `Put ${wanted.join(' or ')} into the same folder.`,
  );
}

/** Throws InputError. */
export async function readPairs(
  label: string,
  given: readonly Pair[],
  { max }: Pick<ImagesDefinition, 'max'>,
): Promise<ReadImages> {
  const pairs = inOrderOfParts(given);
  const read: {
    readonly part: Part | null;
    readonly count: number;
    readonly pixels: Uint8Array;
    readonly labels: Uint8Array;
  }[] = [];
  let shape: ImageShape | null = null;
  for (const { part, images, labels } of pairs) {
    const { shape: own, ...pictures } = await openIdxImages(images);
    if (shape !== null && own.join() !== shape.join()) {
      const message = `Images of ${images} are ${own.join(' x ')}, those before ${shape.join(' x ')}.`;
      throw new InputError('unlike_sizes', message, 'Name one of the files, with `path`.');
    }
    shape = own;
    const classes = await openIdx(labels);
    const { count } = pictures;
    if (classes.shape.length !== 1 || classes.shape[0] !== count) {
      const message = `${images} holds ${plural(count, 'image')}, and ${labels} ${plural(classes.items.length, 'label')}.`;
      throw new InputError('unlike_counts', message, 'Fetch both again: they belong together.');
    }
    read.push({ part, count, pixels: pictures.items, labels: classes.items });
  }
  const count = read.reduce((sum, one) => sum + one.count, 0);
  refuseTooMany(label, count, shape!, 'Read one of the parts.');
  const found = new Set(read.flatMap(({ labels }) => [...new Set(labels)]));
  const classes = naturalOrder([...found].map(String));
  const places = new Map(classes.map((name, code) => [Number(name), code]));
  const parts = countParts(read);
  const images = layOutImages({ count, shape: shape!, max: max ?? 255, classes, ...(parts && { parts }) });
  let at = 0;
  let pixel = 0;
  for (const { pixels, labels } of read) {
    images.pixels.set(pixels, pixel);
    pixel += pixels.length;
    for (const one of labels) images.codes[at++] = places.get(one)!;
  }
  return { images, label, notes: [] };
}

/** Images alone. Throws InputError. */
export async function openIdxImages(
  path: string,
): Promise<{ readonly shape: ImageShape; readonly count: number } & Pick<Idx, 'items'>> {
  const { shape, items } = await openIdx(path, (stated) =>
    refuseTooMany(path, stated[0]!, shapeOf(path, stated), 'Keep fewer of them.'),
  );
  return { shape: shapeOf(path, shape), count: shape[0]!, items };
}

/** Four dimensions are those of colour. */
function shapeOf(path: string, [, height, width, channels = 1, ...more]: readonly number[]): ImageShape {
  if (height && width && more.length === 0 && (channels === 1 || channels === 3))
    return [height, width, channels];
  throw new InputError(
    'bad_idx',
    `${path} holds no images of height and width.`,
    'Is it the file of images?',
  );
}
