import type { Dataset, DatasetSpec, Split } from '../dataset/dataset.ts';
import { prepareImages } from '../dataset/images/prepare.ts';
import { imagesIn, type OpenContent, tableIn } from '../dataset/open.ts';
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
 * Throws as `drawSimulated`, `prepareTable` and `prepareImages` do.
 */
export function prepareDataset(spec: DatasetSpec, seed: Seed, content: OpenContent | null): Dataset {
  switch (spec.kind) {
    case 'simulated':
      return drawSimulated(spec, seed);
    case 'table':
      return prepareTable(spec, seed, tableIn(content, spec));
    case 'images':
      return prepareImages(spec, seed, imagesIn(content, spec));
  }
}

/** Copies the three splits into the engine's memory, all or none. The caller frees them. */
export function loadDataset(engine: Engine, dataset: Dataset): LoadedDataset {
  const holdings = new Holdings(engine);
  const upload = ({ features, labels, count }: Split): Rows => {
    const rows = holdings.rows(count, dataset.features);
    rows.write(0, features, labels);
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

export function freeDataset({ train, validation, test }: LoadedDataset): void {
  for (const rows of [train, validation, test]) rows.free();
}
