import { type Dataset, type DatasetSpec, ownData, type Split } from '../dataset/dataset.ts';
import { prepareImages } from '../dataset/images/prepare.ts';
import { imagesIn, type OpenContent, tableIn } from '../dataset/open.ts';
import { readRow } from '../dataset/rows.ts';
import { drawSimulated } from '../dataset/simulated.ts';
import { prepareTable } from '../dataset/tabular/prepare.ts';
import type { Engine, Rows } from '../engine/port.ts';
import type { Seed } from '../random/stream.ts';
import { Holdings } from './holdings.ts';

/** One replicate's data, and its splits in an engine's memory. */
export interface LoadedDataset {
  readonly dataset: Dataset;
  readonly train: Rows;
  readonly validation: Rows;
  readonly test: Rows;
}

/**
 * Draws or splits and prepares one replicate's data. `content`: as opened; null for drawn data.
 * Throws as `ownData`, `drawSimulated`, `prepareTable` and `prepareImages` do.
 */
export function prepareDataset(spec: DatasetSpec, seed: Seed, content: OpenContent | null): Dataset {
  const own = ownData(spec);
  switch (own.kind) {
    case 'simulated':
      return drawSimulated(own, seed);
    case 'table':
      return prepareTable(own, seed, tableIn(content, own));
    case 'images':
      return prepareImages(own, seed, imagesIn(content, own));
  }
}

/** Copies the three splits into the engine's memory, all or none. The caller frees them. */
export function loadDataset(engine: Engine, dataset: Dataset): LoadedDataset {
  const holdings = new Holdings(engine);
  const upload = (split: Split): Rows => {
    const rows = holdings.rows(split.count, dataset.features, dataset.white);
    for (const { at, features, labels } of piecesOf(split, dataset.features))
      rows.write(at, features, labels);
    return rows;
  };
  try {
    return {
      dataset,
      train: upload(dataset.train),
      validation: upload(dataset.validation),
      test: upload(dataset.test),
    };
  } catch (error) {
    holdings.free();
    throw error;
  }
}

/** Rows that are made when they are asked for, at once. */
const PIECE = 256;

/** All rows of a split, as a whole where they are there; else a piece is valid until the next. */
function* piecesOf(split: Split, columns: number) {
  if (!split.read) {
    yield { at: 0, features: split.features, labels: split.labels };
    return;
  }
  // One piece for all: as many as there are would lie about as garbage.
  const piece = new Float32Array(PIECE * columns);
  for (let at = 0; at < split.count; at += PIECE) {
    const labels = split.labels.subarray(at, at + PIECE);
    const features = piece.subarray(0, labels.length * columns);
    labels.forEach((_, i) => {
      readRow(split, columns, at + i, features.subarray(i * columns));
    });
    yield { at, features, labels };
  }
}

export function freeDataset({ train, validation, test }: LoadedDataset): void {
  for (const rows of [train, validation, test]) rows.free();
}
