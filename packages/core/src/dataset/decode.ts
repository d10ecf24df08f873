import type { Seed } from '../random/stream.ts';
import type { DatasetSpec } from './dataset.ts';
import type { DecodedColumn } from './decoded-column.ts';
import { fitTableDecoder } from './tabular/decode.ts';
import type { OpenTable } from './tabular/open-table.ts';

/** Features [n, D] row-major as columns of n values: those of the table but the target, or x1, x2, … of drawn data. */
export type RowDecoder = (features: Float32Array) => DecodedColumn[];

/** Of a replicate's data, fitted once for all that is decoded. `table`: as opened; null for drawn data. */
export function fitDecoder(spec: DatasetSpec, seed: Seed, table: OpenTable | null): RowDecoder {
  if (spec.kind === 'table') return fitTableDecoder(spec, seed, table!);
  const width = spec.coefficients[0]!.length;
  return (features) =>
    Array.from({ length: width }, (_, d) => ({
      name: `x${d + 1}`,
      levels: null,
      values: Float64Array.from({ length: features.length / width }, (__, row) => features[row * width + d]!),
    }));
}
