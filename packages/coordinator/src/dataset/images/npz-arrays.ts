/** Images in an archive of NumPy: `x` and `y`, or `x_train`, `y_train`, `x_test`, `y_test`, or as MedMNIST names them. */

import {
  type ImageShape,
  type Images,
  InputError,
  layOutImages,
  naturalOrder,
  pixelsOf,
  plural,
} from '@latentsweep/core';
import { type NpzArray, openArrays } from '@latentsweep/table-file';
import { listed } from '../refuse.ts';
import type { ImagesDefinition, ReadImages } from './definition.ts';
import { countParts, inOrderOfParts, type Part, partOf } from './parts.ts';
import { pixelScale, whiteOf } from './pixel-scale.ts';
import { refuseTooMany } from './room.ts';
import { roundedNote } from './rounded.ts';

interface Pair {
  readonly x: NpzArray;
  readonly y: NpzArray;
  readonly part: Part | null;
  readonly count: number;
}

/** Throws InputError. */
export async function readNpzImages(path: string, definition: ImagesDefinition): Promise<ReadImages> {
  const pairs = inOrderOfParts(pairsOf(path, await openArrays(path)));
  const shape = shapeOf(path, pairs, definition);
  const count = pairs.reduce((sum, one) => sum + one.count, 0);
  refuseTooMany(path, count, shape, 'Keep fewer of them.');
  const { labels, classes } = await labelsOf(pairs);
  const parts = countParts(pairs);
  const arrays = pairs.map(({ x }) => x);
  const { images, notes } = await readArrays(path, arrays, definition.max, (max) =>
    layOutImages({ count, shape, max, classes, ...(parts && { parts }) }),
  );
  const places = new Map(classes.map((label, code) => [label, code]));
  labels.forEach((label, i) => {
    images.codes[i] = places.get(label)!;
  });
  return { images, label: path, notes };
}

/** Images without labels, in the one array of images that there is. Throws InputError. */
export async function readNpzAlone(
  path: string,
  { shape: given, max }: Pick<ImagesDefinition, 'shape' | 'max'>,
) {
  const arrays = await openArrays(path);
  const found = arrays.filter(({ name }) => isImages(NAME.exec(name)?.[2]));
  const x = found[0] ?? arrays[0];
  if (!x || found.length > 1 || (found.length === 0 && arrays.length > 1)) {
    throw new InputError(
      'which_arrays',
      `${path} does not tell which array holds the images: it has ${listedArrays(arrays)}.`,
      'Save one array of images in it, as x.',
    );
  }
  const shape = ownShape(path, x, { shape: given });
  const count = x.shape[0] ?? 0;
  refuseTooMany(path, count, shape, 'Keep fewer of them.');
  return readArrays(path, [x], max, (white) => layOutImages({ count, shape, max: white, classes: [] }));
}

/** The pixels of arrays, one after the other. `layOut`: told the byte that is white. Throws InputError. */
async function readArrays(
  path: string,
  arrays: readonly NpzArray[],
  max: number | null,
  layOut: (max: number) => Images,
): Promise<Pick<ReadImages, 'images' | 'notes'> & { readonly most: number; readonly white: number }> {
  const { most, whole } = await rangeOf(path, arrays);
  const white = whiteOf(path, most, max);
  if (most > white) throw notPixels(path, arrays[0]!, `holds ${most}, which is above \`max: ${white}\``);
  const scale = pixelScale(white, whole);
  const images = layOut(scale.max);
  let at = 0;
  let furthest = 0;
  for (const x of arrays) {
    for await (const values of x.numbers()) {
      for (const value of values) {
        const byte = scale.byte(value);
        furthest = Math.max(furthest, Math.abs((value / white) * scale.max - byte));
        images.pixels[at++] = byte;
      }
    }
  }
  return { images, notes: roundedNote(path, furthest), most, white };
}

const NAME = /^(?:([a-z0-9]+)_)?(x|images|data|y|labels|targets)(?:_([a-z0-9]+))?$/i;
const isImages = (what: string | undefined): boolean => /^(x|images|data)$/i.test(what ?? '');

function pairsOf(path: string, arrays: readonly NpzArray[]): Pair[] {
  const named = arrays.flatMap((array) => {
    const [, before, what, behind] = NAME.exec(array.name) ?? [];
    const word = before ?? behind;
    if (what === undefined || (before && behind) || (word && partOf(word) === null)) return [];
    return [{ array, isImages: isImages(what), part: word ? partOf(word) : null }];
  });
  const pairs = named
    .filter(({ isImages }) => isImages)
    .flatMap(({ array: x, part }) => {
      const y = named.find((one) => !one.isImages && one.part === part)?.array;
      return y ? [{ x, y, part, count: x.shape[0] ?? 0 }] : [];
    });
  const alone = new Set(pairs.map(({ part }) => part)).size === pairs.length;
  if (pairs.length === 0 || !alone || (pairs.length > 1 && pairs.some(({ part }) => part === null))) {
    throw new InputError(
      'which_arrays',
      `${path} has no images and labels by name: it holds ${listedArrays(arrays)}.`,
      'Name them x and y, or x_train, y_train, x_test and y_test.',
    );
  }
  for (const { x, y } of pairs) {
    const labels = y.shape.reduce((all, size) => all * size, 1);
    if (labels === x.shape[0] && y.shape[0] === labels) continue;
    const message = `${path} has ${plural(x.shape[0] ?? 0, 'image')} in \`${x.name}\` (${x.shape.join(' x ')}), and \`${y.name}\` is ${y.shape.join(' x ') || 'a single value'}.`;
    throw new InputError('unlike_counts', message, 'Labels are to be one for each image.');
  }
  return pairs;
}

const listedArrays = (arrays: readonly NpzArray[]): string =>
  listed(arrays.map(({ name, shape }) => `${name} (${shape.join(' x ') || 'a single value'})`));

function shapeOf(path: string, pairs: readonly Pair[], definition: ImagesDefinition): ImageShape {
  const [first, ...more] = pairs.map(({ x }) => ({ x, shape: ownShape(path, x, definition) }));
  const other = more.find(({ shape }) => shape.join() !== first!.shape.join());
  if (other === undefined) return first!.shape;
  const message = `Images of \`${first!.x.name}\` in ${path} are ${first!.shape.join(' x ')}, those of \`${other.x.name}\` ${other.shape.join(' x ')}.`;
  throw new InputError('unlike_sizes', message, 'Save them in one size.');
}

function ownShape(path: string, x: NpzArray, { shape: given }: Pick<ImagesDefinition, 'shape'>): ImageShape {
  const [, ...sides] = x.shape;
  const [height, width, channels = 1] = sides;
  if (sides.length === 1 && given !== null && pixelsOf(given) === height) return given;
  if (sides.length >= 2 && sides.length <= 3 && (channels === 1 || channels === 3)) {
    const own = [height!, width!, channels] as const;
    if (given === null || given.join() === own.join()) return own;
    const message = `Images of \`${x.name}\` in ${path} are ${own.join(' x ')}, but \`shape\` is ${given.join(' x ')}.`;
    throw new InputError('wrong_shape', message, 'Take `shape` out: it is for rows of pixels.');
  }
  const first = sides.length === 3 && (height === 1 || height === 3);
  throw new InputError(
    'wrong_shape',
    `The array \`${x.name}\` of ${path} is ${x.shape.join(' x ')}: images are n x height x width, or with 1 or 3 channels behind.`,
    first
      ? `Channels stand last: ${x.name}.transpose(0, 2, 3, 1).`
      : 'Reshape it, or write `shape` for rows of pixels, such as `shape: [28, 28, 1]`.',
  );
}

async function labelsOf(pairs: readonly Pair[]) {
  const labels: string[] = [];
  for (const { y } of pairs)
    for await (const some of y.texts()) for (const one of some) labels.push(one ?? 'nan');
  return { labels, classes: naturalOrder([...new Set(labels)]) };
}

async function rangeOf(path: string, arrays: readonly NpzArray[]) {
  let [most, whole] = [0, true];
  for (const x of arrays) {
    for await (const values of x.numbers()) {
      for (const value of values) {
        if (!(value >= 0 && value < Number.POSITIVE_INFINITY)) throw notPixels(path, x, `holds ${value}`);
        if (value > most) most = value;
        whole &&= Number.isInteger(value);
      }
    }
  }
  return { most, whole };
}

const notPixels = (path: string, { name }: NpzArray, what: string): InputError =>
  new InputError(
    'not_a_pixel',
    `The array \`${name}\` of ${path} ${what}, which is no pixel.`,
    'Pixels are numbers from 0 to white: 255, 1, or what `max` says.',
  );
