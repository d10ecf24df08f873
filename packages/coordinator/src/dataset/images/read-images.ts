/** Images, whatever their files are. */

import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { InputError } from '@latentsweep/core';
import { isIdx, kindOf } from '@latentsweep/image-file';
import { isParquet, packingOf, zippedTable } from '../text/magic.ts';
import { checkFile } from '../text/refuse-file.ts';
import { firstBytes } from '../text/text-file.ts';
import type { ImagesDefinition, ReadImages } from './definition.ts';
import { picturesOfFolder } from './folder.ts';
import { isIdxName, pairOf, pairsIn, readPairs } from './idx-pair.ts';
import { readNpzImages } from './npz-arrays.ts';
import { readParquet, shardsIn } from './parquet-pictures.ts';
import { readPictures } from './pictures.ts';
import { readTableOfPixels } from './table-of-pixels.ts';

const FIRST_BYTES = 4096;
const OF_PARQUET = ['target', 'size', 'channels'] as const;

/** Throws InputError. */
export async function readImages(definition: ImagesDefinition): Promise<ReadImages> {
  const path = resolve(definition.folder, definition.path);
  const found = await stat(path).catch(() => null);
  const read = found?.isDirectory() ? await readFolder(path, definition) : await readFile(path, definition);
  if (definition.parts === undefined || read.images.parts) return read;
  throw new InputError(
    'no_parts',
    `${read.label} has no parts to train and to test on, which \`split: source\` would keep.`,
    'Write shares: `split: { train: 0.6, validation: 0.2, test: 0.2 }`.',
  );
}

async function readFolder(path: string, definition: ImagesDefinition): Promise<ReadImages> {
  const pairs = await pairsIn(path);
  if (pairs.length > 0) {
    refuseUnused(path, definition, ['max']);
    return readPairs(path, pairs, definition);
  }
  const shards = await shardsIn(path);
  const tables = shards.length > 0 ? await readParquet(path, shards, definition) : null;
  if (tables) {
    refuseUnused(path, definition, OF_PARQUET);
    return tables;
  }
  refuseUnused(path, definition, ['size', 'channels']);
  const { source, notes } = await picturesOfFolder(path);
  const read = await readPictures(source, definition);
  return { ...read, notes: [...read.notes, ...notes] };
}

async function readFile(path: string, definition: ImagesDefinition): Promise<ReadImages> {
  await checkFile(path, definition.path);
  const first = await firstBytes(path, 'none', FIRST_BYTES);
  const packing = packingOf(first);
  if (isIdxName(path) || isIdx(first)) {
    const pair = await pairOf(path);
    refuseUnused(path, definition, ['max']);
    return readPairs(path, [pair], definition);
  }
  if (zippedTable(first) === 'npz') {
    refuseUnused(path, definition, ['shape', 'max']);
    return readNpzImages(path, definition);
  }
  if (kindOf(first) !== null) {
    const hint = 'Name the folder that holds a folder of pictures for each class.';
    throw new InputError('one_picture', `${path} is one picture.`, hint);
  }
  if (packing === 'none' && isParquet(first)) {
    const pictures = await readParquet(path, [{ path, part: null }], definition);
    if (pictures) {
      refuseUnused(path, definition, OF_PARQUET);
      return pictures;
    }
  }
  refuseUnused(path, definition, ['target', 'drop', 'shape', 'max']);
  return readTableOfPixels(definition);
}

/** What a key is about. */
const ABOUT = {
  ...{ target: 'columns of a table', drop: 'columns of a table', shape: 'rows of pixels' },
  ...{ size: 'PNG and JPEG pictures', channels: 'PNG and JPEG pictures', max: 'pixels that are numbers' },
};
type Key = keyof typeof ABOUT;

/** Refuses what would do nothing to such files. */
function refuseUnused(path: string, definition: ImagesDefinition, used: readonly Key[]): void {
  const { drop } = definition;
  const given = { ...definition, drop: drop.length > 0 ? drop : null };
  const unused = (Object.keys(ABOUT) as Key[]).find((key) => given[key] !== null && !used.includes(key));
  if (unused === undefined) return;
  const message = `\`${unused}\` is for ${ABOUT[unused]}, and ${path} has none.`;
  throw new InputError('unused_key', message, 'Take it out.');
}
