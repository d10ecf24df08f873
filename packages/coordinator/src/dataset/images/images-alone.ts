/** Images whose classes a model is to tell, in all forms that `kind: images` reads. */

import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { type ImageShape, type Images, InputError, layOutImages, plural } from '@latentsweep/core';
import { isIdx, kindOf } from '@latentsweep/image-file';
import { isParquet, zippedTable } from '../text/magic.ts';
import { checkFile } from '../text/refuse-file.ts';
import { firstBytes } from '../text/text-file.ts';
import type { ImagesDefinition } from './definition.ts';
import { picturesAlone, picturesBelow } from './folder.ts';
import { isIdxName, openIdxImages } from './idx-pair.ts';
import { readNpzAlone } from './npz-arrays.ts';
import { readParquetAlone, shardsIn } from './parquet-pictures.ts';
import { type PictureSource, readPictures } from './pictures.ts';
import { shapeText } from './room.ts';
import { readTableAlone } from './table-of-pixels.ts';

/** How images were read that a model was trained on. Plain JSON. */
export interface ImageReading
  extends Pick<ImagesDefinition, 'target' | 'drop' | 'size' | 'channels' | 'max'> {
  readonly shape: ImageShape;
}

export interface ImagesAlone {
  /** Without classes. */
  readonly images: Pick<Images, 'count' | 'max' | 'pixels'>;
  /** Of files in a folder; null where images have no names. */
  readonly names: readonly string[] | null;
  /** What may be a slip. */
  readonly notes: readonly string[];
}

const FIRST_BYTES = 4096;

/** A picture, a folder of them, or a file of many. Throws InputError, also where they are others than the model's. */
export async function readImagesAlone(file: string, reading: ImageReading): Promise<ImagesAlone> {
  try {
    return await readAny(file, reading);
  } catch (error) {
    const hint = error instanceof InputError ? hintOn(error.code, reading) : undefined;
    throw hint === undefined
      ? error
      : new InputError((error as InputError).code, (error as InputError).message, hint);
  }
}

/** A sweep file has keys for these, and a model has none: its images are what others have to be like. */
function hintOn(code: string, { shape, max }: ImageReading): string | undefined {
  switch (code) {
    case 'unlike_sizes':
    case 'grey_and_colour':
    case 'wrong_shape':
      return `The model is of images of ${shapeText(shape)}: bring them to that.`;
    case 'unknown_max':
    case 'not_a_pixel':
      return `The model is of images in which white is ${max ?? '1 or 255'}: scale the pixels so.`;
    default:
      return undefined;
  }
}

async function readAny(file: string, reading: ImageReading): Promise<ImagesAlone> {
  const path = resolve(file);
  const found = await stat(path).catch(() => null);
  if (!found?.isDirectory()) return readFile(path, file, reading);
  const shards = await shardsIn(path);
  const tables = shards.length > 0 ? await readParquetAlone(path, shards, definitionOf(path, reading)) : null;
  if (tables) return fitting(path, tables, reading);
  const { source, names } = await picturesBelow(path);
  return { ...(await readAlone(source, reading)), names };
}

async function readFile(path: string, given: string, reading: ImageReading): Promise<ImagesAlone> {
  await checkFile(path, given);
  const first = await firstBytes(path, 'none', FIRST_BYTES);
  if (kindOf(first) !== null) {
    const read = await readAlone(picturesAlone(path, [path]), reading);
    return { ...read, names: [basename(path)] };
  }
  if (isIdxName(path) || isIdx(first)) return readIdx(path, reading);
  const definition = definitionOf(path, reading);
  if (zippedTable(first) === 'npz') return fitting(path, await readNpzAlone(path, definition), reading);
  if (isParquet(first)) {
    const pictures = await readParquetAlone(path, [{ path, part: null }], definition);
    if (pictures) return fitting(path, pictures, reading);
  }
  return fitting(path, await readTableAlone(definition), reading);
}

function definitionOf(path: string, reading: ImageReading): ImagesDefinition {
  return {
    ...{ kind: 'images', path, folder: process.cwd(), positive: null, balance: 'original' },
    ...{ split: { train: 1, validation: 0, test: 0 } },
    ...reading,
  };
}

async function readAlone(source: PictureSource, reading: ImageReading): Promise<ImagesAlone> {
  return fitting(source.label, await readPictures(source, definitionOf(source.label, reading)), reading);
}

async function readIdx(path: string, reading: ImageReading): Promise<ImagesAlone> {
  const { shape, count, items } = await openIdxImages(path);
  const white = reading.max ?? 255;
  const most = items.reduce((sofar, value) => Math.max(sofar, value), 0);
  if (most > white) {
    throw new InputError(
      'not_a_pixel',
      `${path} holds ${most}, which is above ${white}.`,
      'Scale its pixels.',
    );
  }
  const images = layOutImages({ count, shape, max: white, classes: [] });
  images.pixels.set(items);
  return fitting(path, { images, notes: [], most, white }, reading);
}

interface Read {
  readonly images: Images;
  readonly notes: readonly { readonly message: string }[];
  /** Of pixels that are numbers: the largest, and the one that is white. */
  readonly most?: number;
  readonly white?: number;
}

/** Checks that they are of the model's shape. */
function fitting(label: string, { images, notes, most, white }: Read, { shape }: ImageReading): ImagesAlone {
  if (images.shape.join() !== shape.join()) {
    throw new InputError(
      'wrong_shape',
      `${plural(images.count, 'image')} of ${label} ${images.count === 1 ? 'is' : 'are'} ${shapeText(images.shape)}, and not ${shapeText(shape)}.`,
      'Bring them to that shape.',
    );
  }
  const dark = most !== undefined && white !== undefined && 2 * most < white;
  return {
    images,
    names: null,
    notes: [
      ...notes.map(({ message }) => `${message}.`),
      ...(dark
        ? [
            `The largest pixel of ${label} is ${most}, where ${white} is white: these are dark images, or pixels of another scale.`,
          ]
        : []),
    ],
  };
}
