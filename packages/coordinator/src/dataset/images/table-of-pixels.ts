/** Images in a table: a row an image, a column a pixel. */

import { type ImageShape, InputError, layOutImages, naturalOrder, pixelsOf, plural } from '@latentsweep/core';
import { batchesOf, unpivoted } from '../column/batch.ts';
import { asNumber, asText } from '../column/cell.ts';
import { unknownColumns } from '../column/check.ts';
import { type Profile, profileColumns } from '../column/profile.ts';
import { readTargets, scatter } from '../content/read.ts';
import { rowOf, withDuckDb } from '../duckdb.ts';
import { loadSource } from '../load.ts';
import { plainTable } from '../plain-table.ts';
import { refuse, sentence } from '../refuse.ts';
import type { Source, SourceColumn } from '../source.ts';
import { MOST_CLASSES, refuseImageClasses } from './classes.ts';
import type { ImagesDefinition, ReadImages } from './definition.ts';
import { type PixelScale, pixelScale, whiteOf } from './pixel-scale.ts';
import { refuseTooMany } from './room.ts';
import { roundedNote } from './rounded.ts';

/** Throws InputError where the table is none of images. */
export async function readTableOfPixels(definition: ImagesDefinition): Promise<ReadImages> {
  const { path, folder, target, drop, positive } = definition;
  if (target === null) {
    const message = `${path} is a table, and the column with the class is not named.`;
    throw new InputError('no_target', message, 'Name it with `target`.');
  }
  const table = plainTable({ path, folder, target, drop });
  return withDuckDb(folder, async (db) => {
    const source = await loadSource(db, table);
    refuse(unknownColumns(source, table));
    const pixels = source.columns.filter(({ name }) => name !== target && !drop.includes(name));
    const shape = shapeOf(source, pixels, definition);
    const own = source.columns.find(({ name }) => name === target)!;
    const { rows, profiles } = await profileColumns(db, [own, ...pixels]);
    refuseTooMany(source.label, rows, shape, 'Read fewer rows, or make the images smaller.');
    const [labels, ...read] = profiles;
    const white = await checkedWhite(source, read, rows, definition);
    const { codes, levels } = await classesIn(source, labels!, rows);
    refuseImageClasses(source.label, { positive }, levels);
    const layOut = ({ max }: PixelScale) => layOutImages({ count: rows, shape, max, classes: levels });
    const made = await readPixels(source, pixels, white, layOut);
    made.images.codes.set(codes);
    return {
      images: made.images,
      label: source.label,
      notes: [...source.notes, ...roundedNote(source.label, made.furthest)],
    };
  });
}

/**
 * A row an image, whatever its class: columns that are called as the target or as one that is dropped may be missing. Throws
 * InputError.
 */
export async function readTableAlone(definition: ImagesDefinition) {
  const { path, folder, target, drop } = definition;
  return withDuckDb(folder, async (db) => {
    const source = await loadSource(db, plainTable({ path, folder }));
    const pixels = source.columns.filter(({ name }) => name !== target && !drop.includes(name));
    const shape = shapeOf(source, pixels, definition);
    const { rows, profiles } = await profileColumns(db, pixels);
    refuseTooMany(source.label, rows, shape, 'Read fewer rows.');
    const white = await checkedWhite(source, profiles, rows, definition);
    const layOut = ({ max }: PixelScale) => layOutImages({ count: rows, shape, max, classes: [] });
    const { images, furthest } = await readPixels(source, pixels, white, layOut);
    return { images, notes: roundedNote(source.label, furthest), most: mostOf(profiles), white };
  });
}

const mostOf = (profiles: readonly Profile[]): number =>
  profiles.reduce((most, one) => Math.max(most, one.most), 0);

function shapeOf({ label }: Source, { length }: readonly unknown[], { shape }: ImagesDefinition): ImageShape {
  const columns = `${sentence(label)} has ${plural(length, 'column')} beside the class`;
  if (shape === null) {
    const side = Math.sqrt(length);
    const guess = Number.isInteger(side) ? `[${side}, ${side}, 1]` : '[28, 28, 1]';
    const hint = `Write height, width and channels, such as \`shape: ${guess}\`.`;
    throw new InputError('no_shape', `${columns}, which does not tell the shape of an image.`, hint);
  }
  const wanted = pixelsOf(shape);
  if (wanted === length) return shape;
  const message = `${columns}, but \`shape: [${shape.join(', ')}]\` has ${plural(wanted, 'pixel')} (${shape.join(' x ')}).`;
  const hint =
    length > wanted
      ? 'Leave columns out that are no pixels with `drop`, or correct `shape`.'
      : 'Correct `shape`.';
  throw new InputError('wrong_shape', message, hint);
}

/** What is white. Throws where a cell is no pixel. */
async function checkedWhite(
  source: Source,
  profiles: readonly Profile[],
  rows: number,
  { max }: ImagesDefinition,
): Promise<number> {
  if (rows === 0) {
    const message = `${sentence(source.label)} has columns but no rows.`;
    throw new InputError('no_rows', message, 'A row an image follows the header.');
  }
  const bad = profiles.find(({ finite }) => finite < rows);
  if (bad) {
    const number = asNumber(bad.column);
    throw await badPixel(source, bad.column, `${number} is null or not isfinite(${number})`, 'is no number');
  }
  const white = whiteOf(source.label, mostOf(profiles), max);
  const outside = profiles.find(({ least, most }) => least < 0 || most > white);
  if (outside) {
    const number = asNumber(outside.column);
    throw await badPixel(
      source,
      outside.column,
      `${number} < 0 or ${number} > ${white}`,
      `is not between 0 and ${white}`,
    );
  }
  return white;
}

async function badPixel(
  source: Source,
  column: SourceColumn,
  where: string,
  is: string,
): Promise<InputError> {
  const cell = await firstOf(source, column, where);
  return new InputError(
    'not_a_pixel',
    `A pixel in column \`${column.name}\` of ${source.label} ${is}: ${cell}.`,
    'Correct it, leave the column out with `drop`, or say with `max` what white is.',
  );
}

/** The first cell that is empty or meets the condition, and where it is. */
async function firstOf(source: Source, column: SourceColumn, where: string): Promise<string> {
  const word = asText(column);
  const query = `select ${word}, rowid from data where ${word} is null or ${where} order by rowid limit 1`;
  const [value, row] = await rowOf(source.db, query);
  const place = await source.place(Number(row));
  return value === null ? `it is empty on ${place}` : `'${String(value).slice(0, 40)}' on ${place}`;
}

async function classesIn(source: Source, target: Profile, rows: number) {
  if (target.present < rows) {
    const { column } = target;
    const cell = await firstOf(source, column, 'false');
    const message = `The target \`${column.name}\` of ${source.label} has rows without a class: ${cell}.`;
    throw new InputError('missing_target', message, 'Give each image a class, or take its row out.');
  }
  const { codes, levels } = await readTargets(source.db, target, rows);
  // So many are refused in words.
  if (levels.length > MOST_CLASSES) return { codes: new Uint8Array(rows), levels };
  const ordered = naturalOrder(levels);
  const places = levels.map((level) => ordered.indexOf(level));
  return { codes: Uint8Array.from(codes, (code) => places[code]!), levels: ordered };
}

/** First as whole numbers; again as shares of white where some are fractions. */
async function readPixels<Made extends { readonly pixels: Uint8Array }>(
  { db }: Source,
  columns: readonly SourceColumn[],
  white: number,
  layOut: (scale: PixelScale) => Made,
) {
  const read = async (scale: PixelScale) => {
    const images = layOut(scale);
    let [whole, furthest] = [true, 0];
    for (const batch of batchesOf(columns)) {
      const places = batch.columns.map((column) => columns.indexOf(column));
      const query = `select ${batch.number} from ${unpivoted(batch)}`;
      await scatter<number>(db, query, places.length, (column, row, value) => {
        const byte = scale.byte(value);
        images.pixels[row * columns.length + places[column]!] = byte;
        whole &&= Number.isInteger(value);
        furthest = Math.max(furthest, Math.abs((value / white) * scale.max - byte));
      });
    }
    return { images, whole, furthest };
  };
  const first = await read(pixelScale(white, true));
  return first.whole ? first : read(pixelScale(white, false));
}
