import {
  type Dataset,
  type ImageShape,
  type PredictedRows,
  type Predictions,
  predictedClass,
  takeFeatures,
  takeLabels,
  takeRows,
} from '@latentsweep/core';
import type { ShownImages } from './task.ts';

/** What is kept of images must not grow with their size, the number of classes or the number of mistakes. */
const MOST = { side: 48, classes: 12, ofClass: 8, mistaken: 24 };

/** Of a trial on images what one would look at; null on other data. `kept`: the training rows that the cut left, by class. */
export function shownImages(
  { shape, features, train, test: split, classes }: Dataset,
  kept: readonly Uint32Array[],
  { test, rows }: Pick<Predictions, 'test' | 'rows'>,
): ShownImages | null {
  if (!shape) return null;
  const [height, width] = shape;
  const shrunk = Math.max(1, Math.ceil(Math.max(height, width) / MOST.side));
  const bytes = (pixels: Float32Array) => toBytes(pixels, shape, shrunk);

  const real = Uint32Array.from(
    kept.slice(0, MOST.classes).flatMap((own) => [...own.slice(0, MOST.ofClass)]),
  );
  const made = rows?.made ?? null;
  const shownMade = made && firstOfEach(made.labels);
  const wrong = mistakes(test, classes);
  const worst = wrong.slice(0, MOST.mistaken);
  const mistaken = Uint32Array.from(worst, ({ row }) => row);
  return {
    ...{ width: Math.ceil(width / shrunk), height: Math.ceil(height / shrunk), shrunk },
    channels: shape[2] === 1 ? 1 : 3,
    real: {
      pixels: bytes(takeRows(train, features, real)),
      labels: takeLabels(train.labels, real),
      of: kept.reduce((sum, own) => sum + own.length, 0),
    },
    made: made &&
      shownMade && {
        pixels: bytes(takeFeatures(made.features, features, shownMade)),
        labels: takeLabels(made.labels, shownMade),
        of: made.of,
      },
    mistaken: {
      pixels: bytes(takeRows(split, features, mistaken)),
      labels: takeLabels(split.labels, mistaken),
      of: wrong.length,
      taken: Uint8Array.from(worst, ({ taken }) => taken),
      certainty: Float32Array.from(worst, ({ certainty }) => certainty),
    },
  };
}

/** The first rows of each class, class by class. */
function firstOfEach(labels: Uint8Array): Uint32Array {
  const own = Array.from({ length: MOST.classes }, (): number[] => []);
  labels.forEach((label, row) => {
    const rows = own[label];
    if (rows && rows.length < MOST.ofClass) rows.push(row);
  });
  return Uint32Array.from(own.flat());
}

interface Mistake {
  readonly row: number;
  readonly taken: number;
  readonly certainty: number;
}

/** Rows that are taken for another class than theirs, the surest first. */
function mistakes({ probabilities, labels }: PredictedRows, classes: number): Mistake[] {
  const outputs = probabilities.length / labels.length;
  return Array.from(labels, (label, row) => {
    const taken = predictedClass(probabilities, row, classes);
    const said = probabilities[row * outputs + (outputs === 1 ? 0 : taken)]!;
    return { row, label, taken, certainty: outputs === 1 && taken === 0 ? 1 - said : said };
  })
    .filter(({ label, taken }) => label !== taken)
    .sort((a, b) => b.certainty - a.certainty || a.row - b.row);
}

/** Shares of white as bytes, each the mean of `by` x `by` pixels, of as many as there are at the edges. */
function toBytes(features: Float32Array, [height, width, channels]: ImageShape, by: number): Uint8Array {
  const size = height * width * channels;
  const count = features.length / size;
  const [rows, columns] = [Math.ceil(height / by), Math.ceil(width / by)];
  const bytes = new Uint8Array(count * rows * columns * channels);
  let at = 0;
  for (let image = 0; image < count; image++) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        for (let c = 0; c < channels; c++) {
          let [sum, n] = [0, 0];
          for (let y = row * by; y < Math.min(height, (row + 1) * by); y++) {
            for (let x = column * by; x < Math.min(width, (column + 1) * by); x++) {
              sum += features[image * size + (y * width + x) * channels + c]!;
              n++;
            }
          }
          bytes[at++] = Math.round(255 * Math.min(1, Math.max(0, sum / n)));
        }
      }
    }
  }
  return bytes;
}
