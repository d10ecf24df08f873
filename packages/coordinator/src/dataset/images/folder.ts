/** A folder of classes, a folder of PNG or JPEG files each; or one of parts, `train` and `test`, of such folders. */

import { open, readdir, readFile, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { type Fault, InputError, naturalOrder, plural, printable } from '@latentsweep/core';
import { headOf } from '@latentsweep/image-file';
import { listed } from '../refuse.ts';
import { countParts, inOrderOfParts, type Part, partOf } from './parts.ts';
import type { NamedBytes, PictureSource } from './pictures.ts';

interface Picture {
  readonly path: string;
  readonly label: string;
  readonly part: Part | null;
  readonly count: 1;
}

/** Folders of this level, and names of what is left out. */
interface Found {
  readonly pictures: Picture[];
  readonly others: string[];
}

/** Throws InputError where it holds no classes. */
export async function picturesOfFolder(path: string): Promise<{ source: PictureSource; notes: Fault[] }> {
  const found: Found = { pictures: [], others: [] };
  const folders = await foldersIn(path);
  const parted = folders.length > 0 && folders.every((name) => partOf(name) !== null);
  for (const name of folders) {
    if (!parted) await addClass(found, path, name, null);
    else
      for (const label of await foldersIn(join(path, name)))
        await addClass(found, join(path, name), label, partOf(name));
  }
  if (found.pictures.length === 0) {
    throw new InputError(
      'no_images',
      `${path} holds no folder with a PNG or JPEG file.`,
      'It is to hold a folder for each class, named as the class, with its pictures.',
    );
  }
  const pictures = inOrderOfParts(found.pictures);
  const classes = naturalOrder([...new Set(pictures.map(({ label }) => label))]);
  const places = new Map(classes.map((label, code) => [label, code]));
  const parts = countParts(pictures);
  return {
    source: {
      label: path,
      classes,
      codes: Uint8Array.from(pictures, ({ label }) => places.get(label)!),
      ...(parts && { parts }),
      heads: () => bytesOf(pictures, beginningOf),
      pictures: () => bytesOf(pictures, (file) => readFile(file)),
    },
    notes: othersNote(path, found.others),
  };
}

/** Pictures that lie in a folder or below it, whatever their classes, by their paths from there. Throws InputError. */
export async function picturesBelow(
  path: string,
): Promise<{ readonly source: PictureSource; readonly names: readonly string[] }> {
  const all = await readdir(path, { recursive: true });
  const names = naturalOrder(all.filter((name) => PICTURE.test(name) && !name.split(sep).some(isHidden)));
  if (names.length === 0) {
    throw new InputError('no_images', `${path} holds no PNG or JPEG file.`, 'Name a folder of pictures.');
  }
  return {
    source: picturesAlone(
      path,
      names.map((name) => join(path, name)),
    ),
    names,
  };
}

/** Pictures without classes. */
export function picturesAlone(label: string, paths: readonly string[]): PictureSource {
  const pictures = paths.map((path): Picture => ({ path, label: '', part: null, count: 1 }));
  return {
    ...{ label, classes: [], codes: new Uint8Array(paths.length) },
    heads: () => bytesOf(pictures, beginningOf),
    pictures: () => bytesOf(pictures, (file) => readFile(file)),
  };
}

/** Hidden ones are none. */
const isHidden = (name: string): boolean => name.startsWith('.') || name === '__MACOSX';

async function foldersIn(path: string): Promise<string[]> {
  const names = (await readdir(path)).filter((name) => !isHidden(name));
  const folders: string[] = [];
  for (const name of names) if ((await stat(join(path, name))).isDirectory()) folders.push(name);
  return naturalOrder(folders);
}

const PICTURE = /\.(png|jpe?g)$/i;
/** That systems put into every folder. */
const LITTER = /^(thumbs\.db|desktop\.ini)$/i;

async function addClass({ pictures, others }: Found, path: string, label: string, part: Part | null) {
  const folder = join(path, label);
  const names = (await readdir(folder)).filter((name) => !isHidden(name) && !LITTER.test(name)).sort();
  const found = names.filter((name) => PICTURE.test(name));
  if (found.length === 0) {
    throw new InputError(
      'empty_class',
      `The folder of class '${printable(label)}', ${printable(folder)}, holds no PNG or JPEG file.`,
      names.length === 0
        ? 'Put its pictures there, or take the folder out.'
        : `It holds ${listed(names.map(printable), 3)}: pictures are to end in .png, .jpg or .jpeg and lie in the class’s own folder.`,
    );
  }
  for (const name of found) pictures.push({ path: join(folder, name), label, part, count: 1 });
  for (const name of names) if (!PICTURE.test(name)) others.push(printable(join(label, name)));
}

async function* bytesOf(
  pictures: readonly Picture[],
  read: (path: string) => Promise<Uint8Array>,
): AsyncGenerator<NamedBytes> {
  for (const { path } of pictures) yield { name: printable(path), bytes: await read(path) };
}

/** A head is mostly in so many bytes; some cameras put whole pictures before it. */
const BEGINNING = 4096;

async function beginningOf(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(BEGINNING), 0, BEGINNING, 0);
    const bytes = buffer.subarray(0, bytesRead);
    return bytesRead === BEGINNING && headOf(bytes) === null ? await readFile(path) : bytes;
  } finally {
    await file.close();
  }
}

function othersNote(path: string, others: readonly string[]): Fault[] {
  if (others.length === 0) return [];
  const message = `${plural(others.length, 'file')} of ${path} ${others.length === 1 ? 'is' : 'are'} no PNG or JPEG by name, and left out: ${listed(others, 3)}`;
  return [{ code: 'files_left_out', path: 'dataset.path', message, hint: 'Nothing needs to be done.' }];
}
