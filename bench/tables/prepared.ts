import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type DatasetDefinition, resolveDataset } from '@latentsweep/coordinator';
import {
  type Dataset,
  type OpenTable,
  openTable,
  prepareTable,
  type Seed,
  type TableSpec,
} from '@latentsweep/core';

/** Public data sets beside the repository; they are not shipped with it. */
const FOLDER = resolve(import.meta.dirname, '../../../shared/data');

type Given = Partial<Extract<DatasetDefinition, { kind: 'table' }>> & { readonly target: string };

/** A public table as a sweep has it; or why there is none. */
export async function publicTable(
  file: string,
  given: Given,
): Promise<{ readonly spec: TableSpec; readonly table: OpenTable } | string> {
  if (!existsSync(resolve(FOLDER, file))) return `skipped: ${FOLDER} is not there`;
  const { spec, content } = await resolveDataset({
    ...{ kind: 'table', path: file, select: null, folder: FOLDER, header: null, columns: null },
    ...{ encoding: null, positive: null, drop: [], keep: [], categorical: [], missing: null },
    ...{ decimal: null, dates: [], reading: 2, scale: 'quantile', balance: 'majority' },
    ...{ split: { train: 0.6, validation: 0.2, test: 0.2 } },
    ...given,
  });
  return { spec: spec as TableSpec, table: await openTable(content!) };
}

/** One split of a public table, prepared as that seed's replicate would be; or why there is none. */
export async function preparedTable(
  file: string,
  given: Given,
  seed: Seed = [1, 2],
): Promise<Dataset | string> {
  const found = await publicTable(file, given);
  return typeof found === 'string' ? found : prepareTable(found.spec, seed, found.table);
}
