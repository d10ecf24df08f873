import { Purpose, type Seed, Stream } from '../../random/stream.ts';
import type { Engine, FitInput, Rows } from '../port.ts';

/** Rows to train on, engine by engine the same: a pure function of its arguments. */
export interface Feed {
  readonly columns: number;
  readonly sources: readonly { readonly features: Float32Array; readonly labels: Uint8Array }[];
  readonly order: Uint32Array;
  readonly weights: Float32Array | null;
}

export interface FeedShape {
  readonly columns: number;
  readonly classes: number;
  /** Rows of each source. */
  readonly sizes: readonly number[];
  /** Half as many rows again, drawn with replacement, instead of each row once. */
  readonly multiset: boolean;
  readonly weighted: boolean;
}

/** Each source has a row more in the engine than is written, which must count in the numbering. */
const SPARE_ROWS = 1;

export function createFeed({ columns, classes, sizes, multiset, weighted }: FeedShape, seed: Seed): Feed {
  const stream = new Stream(seed, Purpose.data);
  const sources = sizes.map((size) => ({
    features: Float32Array.from({ length: size * columns }, () => stream.uniform()),
    labels: Uint8Array.from({ length: size }, () => stream.below(classes)),
  }));
  const numbers: number[] = [];
  let start = 0;
  for (const size of sizes) {
    for (let row = 0; row < size; row++) numbers.push(start + row);
    start += size + SPARE_ROWS;
  }
  const drawn = Math.ceil(numbers.length * 1.5);
  return {
    columns,
    sources,
    order: Uint32Array.from(
      multiset ? Array.from({ length: drawn }, () => numbers[stream.below(numbers.length)]!) : numbers,
    ),
    weights: weighted ? Float32Array.from({ length: start }, () => 2 * stream.uniform()) : null,
  };
}

/** Writes the sources into the engine. */
export function loadSources(engine: Engine, feed: Feed): Rows[] {
  return feed.sources.map(({ features, labels }) => {
    const rows = engine.rows(labels.length + SPARE_ROWS, feed.columns);
    rows.write(0, features, labels);
    return rows;
  });
}

export function fitInput(sources: readonly Rows[], feed: Feed, round = 0, passes = 1): FitInput {
  return { sources, order: feed.order, weights: feed.weights, passes, round };
}
