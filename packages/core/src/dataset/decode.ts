import type { Seed } from '../random/stream.ts';
import type { DatasetSpec } from './dataset.ts';
import type { DecodedColumn } from './decoded-column.ts';
import { fitTableDecoder } from './tabular/decode.ts';
import type { OpenTable } from './tabular/open-table.ts';

/**
 * Features [n, D] row-major of a replicate's data as columns: those of the table but the target, or x1, x2, … of drawn
 * data. `table`: as opened; null for drawn data.
 */
export function decodeRows(
  spec: DatasetSpec,
  seed: Seed,
  table: OpenTable | null,
  features: Float32Array,
): DecodedColumn[] {
  if (spec.kind === 'table') return fitTableDecoder(spec, seed, table!)(features);
  const width = spec.coefficients[0]!.length;
  return Array.from({ length: width }, (_, d) => ({
    name: `x${d + 1}`,
    levels: null,
    values: Float64Array.from({ length: features.length / width }, (__, row) => features[row * width + d]!),
  }));
}
