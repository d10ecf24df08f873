/** Faults of the classes of images. */

import { type Fault, grouped, type Images, type ImagesShape, InputError, plural } from '@latentsweep/core';
import { didYouMean } from '@latentsweep/plain-file';
import { listed, sentence } from '../refuse.ts';
import type { ImagesDefinition } from './definition.ts';

/** A code is a byte. */
export const MOST_CLASSES = 255;
/** The share of images from which contradictions are told. */
const TELLING_SHARE = 0.01;

/** Throws by the names of the classes alone. */
export function refuseImageClasses(
  label: string,
  { positive }: Pick<ImagesDefinition, 'positive'>,
  classes: readonly string[],
): void {
  const told = `${sentence(label)} has ${plural(classes.length, 'class', 'classes')}`;
  if (classes.length < 2) {
    const message = `${told}${classes.length === 1 ? `, '${classes[0]}'` : ''}.`;
    throw new InputError('one_class', message, 'There must be two classes to tell apart.');
  }
  if (classes.length > MOST_CLASSES) {
    const hint = 'Is it the class that is named? Measured numbers are none.';
    throw new InputError('too_many_classes', `${told}; at most ${MOST_CLASSES} are possible.`, hint);
  }
  if (positive === null) return;
  if (!classes.includes(positive)) {
    const hint = `${didYouMean(positive, classes)}Its classes are ${listed(classes)}.`;
    throw new InputError(
      'unknown_positive',
      `${sentence(label)} has no class '${positive}' (dataset.positive).`,
      hint,
    );
  }
  if (classes.length > 2) {
    const message = `\`positive\` is for two classes, but ${told.replace(/^The /, 'the ')}: ${listed(classes)}.`;
    throw new InputError('positive_of_many', message, 'Take `positive` out.');
  }
}

/** Of two classes each split needs an image, equal ones counted once; of more, training and test. */
export function smallImageClassFaults(
  { split, parts }: Pick<ImagesDefinition, 'split' | 'parts'>,
  { classNames, classRows, distinctRows, splitRows }: ImagesShape,
): Fault[] {
  if (parts === 'source') return classesNotInParts(classNames, splitRows);
  const splits = Object.values(split).filter((share) => share > 0).length;
  const least = classNames.length === 2 ? splits : Math.min(2, splits);
  return classNames.flatMap((name, k) => {
    const distinct = distinctRows[k]!;
    if (distinct >= least) return [];
    const copies = distinct !== classRows[k];
    const inAll = copies ? ` (${grouped(classRows[k]!)} in all; equal ones count once)` : '';
    return [
      {
        code: 'class_too_small',
        path: 'dataset',
        message: `Class '${name}' has ${plural(distinct, copies ? 'different image' : 'image')}${inAll}; it needs at least ${least} to be trained on and tested.`,
        hint: 'Get more images of it, or leave it out.',
      },
    ];
  });
}

/** Of the source's own parts nothing is dealt: each class is to be trained on and tested. */
function classesNotInParts(classNames: readonly string[], splitRows: ImagesShape['splitRows']): Fault[] {
  return (['train', 'test'] as const).flatMap((part) =>
    classNames.flatMap((name, k) => {
      if (splitRows[part][k]! > 0) return [];
      const message = `Class '${name}' has no image in the ${part === 'train' ? 'training' : 'test'} part of the source.`;
      const hint = 'Write shares of all images: `split: { train: 0.6, validation: 0.2, test: 0.2 }`.';
      return [{ code: 'class_not_in_split', path: 'dataset.split', message, hint }];
    }),
  );
}

/** Equal images of several classes, where they are more than a few. */
export function contradictoryNote(
  label: string,
  { count }: Pick<Images, 'count'>,
  { contradictory }: Pick<ImagesShape, 'contradictory'>,
): Fault[] {
  if (contradictory < TELLING_SHARE * count) return [];
  const message = `${grouped(contradictory)} of ${plural(count, 'image')} of ${label} equal an image of another class: nothing can tell them apart`;
  return [
    { code: 'contradictory_rows', path: 'dataset', message, hint: 'They are learnt from as they are.' },
  ];
}
