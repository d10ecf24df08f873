import { grouped, InputError, plural } from '@latentsweep/core';
import type { Pictures, ShownImages } from '@latentsweep/worker';
import { classNames } from './class-names.ts';
import { predictedOf } from './predicted.ts';
import type { DataOf, Gather } from './wish.ts';

type ImagesData = DataOf<'images'>;

/** Of one trial: the config's first replicate that has completed. Of other data than images InputError `nothing_to_draw` is thrown. */
export const gatherImages: Gather<'images'> = async (store, sweep, wish, services = {}) => {
  if (sweep.datasetSpec?.kind !== 'images') throw noImages(sweep.word);
  const { config, values, drawn, made } = await predictedOf(
    store,
    sweep,
    wish,
    services,
    1,
    (shown) => shown,
  );
  const { trial, images, classes } = made[0]!;
  if (!images) throw noImages(sweep.word);
  return {
    figure: 'images',
    ...drawn,
    ...{ config, trial, arm: String(values['arm']), classes: classNames(sweep, classes) },
    notes: [...drawn.notes, ...notesOn(images)],
    ...imagesOf(images),
  };
};

function imagesOf(images: ShownImages): Pick<ImagesData, 'real' | 'made' | 'mistaken'> {
  const { real, made, mistaken } = images;
  return {
    real: picturesOf(real, images),
    made: made ? picturesOf(made, images) : [],
    mistaken: picturesOf(mistaken, images).map((picture, i) => ({
      ...picture,
      taken: mistaken.taken[i]!,
      certainty: mistaken.certainty[i]!,
    })),
  };
}

function picturesOf(
  { pixels, labels }: Pictures,
  { width, height, channels }: ShownImages,
): ImagesData['real'][number][] {
  const size = width * height * channels;
  return Array.from(labels, (of, i) => {
    const bytes = Buffer.from(pixels.subarray(i * size, (i + 1) * size)).toString('base64');
    return { of, pixels: { width, height, channels, bytes } };
  });
}

function noImages(word: string): InputError {
  return new InputError(
    'nothing_to_draw',
    `The data of ${word} are rows of a table, not images.`,
    'What an arm makes of rows is drawn by the figure generated.',
  );
}

function notesOn({ shrunk, real, made, mistaken }: ShownImages): string[] {
  const surest =
    mistaken.labels.length < mistaken.of ? `, of which the ${mistaken.labels.length} surest are shown` : '';
  return [
    `${grouped(mistaken.of)} test ${mistaken.of === 1 ? 'image is' : 'images are'} taken for another class${surest}.`,
    `${plural(real.of, 'training image')}${made ? `, and ${grouped(made.of)} that were made for the last epoch` : ''}.`,
    ...(shrunk > 1 ? [`A pixel here is the mean of ${shrunk} x ${shrunk}.`] : []),
  ];
}
