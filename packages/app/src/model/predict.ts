import { resolve } from 'node:path';
import { type ImageReading, readCells, readImagesAlone } from '@latentsweep/coordinator';
import { pixelsOf, predictClasses, prepareCells } from '@latentsweep/core';
import type { Table } from '@latentsweep/store';
import type { Model } from './record.ts';
import { unknownNotes } from './unknown.ts';

/** Rows at a time, and their features: these are many more numbers than cells or bytes. */
const PAGE = { rows: 10_000, features: 10_000_000 };

export interface Predicted {
  readonly rows: number;
  /** What may be a slip. */
  readonly notes: readonly string[];
  /** `file` of images that are files, `class`, and `probability_NAME` of each class; in the order of the file's rows. */
  pages(): Iterable<Table>;
}

/** Rows, or images where the model is of those. Throws what `readCells` and `readImagesAlone` throw. */
export async function predictFile(model: Model, file: string): Promise<Predicted> {
  const { record, classifier } = model;
  const { rows, notes, names, features } = await (record.images
    ? readImages(record.images, file)
    : readRows(model, file));
  const { classes } = record;
  const columns = [...(names ? ['file'] : []), 'class', ...classes.map((name) => `probability_${name}`)];
  const most = record.images ? Math.ceil(PAGE.features / pixelsOf(record.images.shape)) : PAGE.rows;
  const size = Math.min(PAGE.rows, most);
  const page = (from: number): Table => {
    const count = Math.min(size, rows - from);
    const probabilities = predictClasses(classifier, features(from, count), count);
    return {
      columns,
      rows: Array.from({ length: count }, (_, row) => {
        const each = Array.from(probabilities.subarray(row * classes.length, (row + 1) * classes.length));
        const told = [classes[each.indexOf(Math.max(...each))]!, ...each];
        return names ? [names[from + row]!, ...told] : told;
      }),
    };
  };
  return {
    rows,
    notes,
    *pages() {
      if (rows === 0) yield { columns, rows: [] };
      for (let from = 0; from < rows; from += size) yield page(from);
    },
  };
}

/** What there is to predict. */
interface Given {
  readonly rows: number;
  readonly notes: readonly string[];
  /** Of images that are files of their own. */
  readonly names: readonly string[] | null;
  /** Of some of the rows. [count, D] */
  features(from: number, count: number): Float32Array;
}

async function readRows({ record, columns }: Model, file: string): Promise<Given> {
  const wanted = columns.map(({ name, cells }) => ({ name, kind: cells }));
  const path = { path: resolve(file), folder: process.cwd() };
  const { rows, cells } = await readCells(path, record.reading, wanted);
  const some = (from: number, count: number) => cells.map((all) => all.slice(from, from + count));
  return {
    ...{ rows, names: null, notes: unknownNotes(columns, cells) },
    features: (from, count) => prepareCells(columns, some(from, count), count),
  };
}

async function readImages(reading: ImageReading, file: string): Promise<Given> {
  const { images, names, notes } = await readImagesAlone(file, reading);
  const { count: rows, max, pixels } = images;
  const size = pixelsOf(reading.shape);
  return {
    ...{ rows, names, notes },
    features: (from, count) =>
      Float32Array.from(pixels.subarray(from * size, (from + count) * size), (byte) => byte / max),
  };
}
