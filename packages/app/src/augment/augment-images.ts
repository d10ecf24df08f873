import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type DatasetDefinition, storedDefinition, writeFolder, writeNpz } from '@latentsweep/coordinator';
import { InputError, openImages, pixelsOf } from '@latentsweep/core';
import { writeAtomically } from '../export/atomic-file.ts';
import { sameDataset } from '../run/resume.ts';
import { type Augmented, type AugmentWish, makeWanted } from './make-wanted.ts';

type ImagesDefinition = Extract<DatasetDefinition, { kind: 'images' }>;

/** The images of a sweep with those that a trained trial made, as an archive of NumPy or a folder of PNG files. */
export async function augmentImages(wish: AugmentWish, given: ImagesDefinition): Promise<Augmented> {
  const { sweep, to, data } = wish;
  const folder = to.endsWith('/') ? to.slice(0, -1) : null;
  if (folder === null && !to.endsWith('.npz')) {
    throw new InputError(
      'bad_option',
      `The data of ${sweep.slug} are images, and '${to}' is to be a table.`,
      'Write an archive, --to augmented.npz, or a folder of pictures, --to augmented/.',
    );
  }
  if (folder !== null && (await stat(folder).catch(() => null))) {
    throw new InputError(
      'file_exists',
      `'${folder}' exists already.`,
      'Name a folder that is not there yet.',
    );
  }
  const definition = storedDefinition(sweep);
  const dataset = await sameDataset(sweep, {
    ...definition,
    dataset: data === undefined ? given : { ...given, path: resolve(data.from, data.path) },
  });
  const images = openImages(dataset.content!);
  const size = pixelsOf(images.shape);
  const codes: number[] = [];
  const pixels: Uint8Array[] = [];
  const made = await makeWanted(wish, dataset, given.path, async ({ part, names, wanted }) => {
    for (const row of wanted) {
      codes.push(images.classes.indexOf(names[part.labels[row]!]!));
      pixels.push(Uint8Array.from({ length: size }, (_, p) => part.columns[p]!.values[row]!));
    }
  });
  const all = { codes: Uint8Array.from(codes), pixels: Buffer.concat(pixels) };
  await writeAtomically(folder ?? to, (partial) =>
    folder === null ? writeNpz(partial, images, all) : writeFolder(partial, images, all),
  );
  return { real: images.count, ...made };
}
