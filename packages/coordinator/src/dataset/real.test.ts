import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { prepareTable, type TableSpec } from '@latentsweep/core';
import { describe, expect, test } from 'vitest';
import type { DatasetDefinition } from '../port.ts';
import { resolveDataset } from './resolve.ts';

/** Public data sets beside the repository; they are not shipped with it. */
const folder = resolve(import.meta.dirname, '../../../../../shared/data');
const absent = !existsSync(folder);
const reason = absent ? `skipped: ${folder} is not there` : 'in ../shared/data';

const FILES = [
  {
    file: 'credit_default_taiwan.csv',
    given: { target: 'default', drop: ['ID'], categorical: ['SEX', 'EDUCATION', 'MARRIAGE'] },
    summary: '30,000 rows, 23 columns as 32 features, 2 classes: 0 (23,364), 1 (6,636)',
  },
  {
    file: 'taiwan_bankruptcy.csv',
    given: { target: 'Bankrupt?' },
    summary: '6,819 rows, 95 columns as 94 features, 2 classes: 0 (6,599), 1 (220)',
  },
  {
    file: 'page_blocks.csv',
    given: { target: 'class' },
    summary: '5,473 rows, 10 columns, 5 classes: 1 (4,913), 2 (329), 3 (28), 4 (88), 5 (115)',
  },
  {
    file: 'yeast.csv',
    given: { target: 'class' },
    summary: '1,484 rows, 8 columns, 10 classes: CYT (463), ERL (5)',
  },
  {
    file: 'hypothyroid.csv',
    given: { target: 'Class' },
    summary: '3,772 rows, 28 columns as 38 features, 4 classes: compensated_hypothyroid (194)',
  },
  {
    file: 'digits_8x8_1797.csv',
    given: { target: 'label' },
    summary: '1,797 rows, 64 columns as 61 features, 10 classes: 0 (178), 1 (182)',
  },
];

describe.skipIf(absent)(`real tables, ${reason}`, () => {
  test.for(FILES)('$file', async ({ file, given, summary }) => {
    const definition: DatasetDefinition = {
      kind: 'table',
      path: file,
      select: null,
      folder,
      positive: null,
      drop: [],
      categorical: [],
      missing: null,
      decimal: null,
      dates: [],
      reading: 2,
      scale: 'quantile',
      split: { train: 0.6, validation: 0.2, test: 0.2 },
      balance: 'majority',
      ...given,
    };
    const resolved = await resolveDataset(definition);
    expect(resolved.summary).toContain(summary);

    const spec = resolved.spec as TableSpec;
    const data = prepareTable(spec, [1, 2], resolved.content!);
    const splits = [data.train, data.validation, data.test];
    const rows = splits.reduce((sum, { count }) => sum + count, 0);
    expect(resolved.summary).toContain(`${rows.toLocaleString('en-US')} rows`);
    splits.forEach(({ count }, i) => {
      expect(Math.abs(count / rows - [0.6, 0.2, 0.2][i]!)).toBeLessThan(0.01);
    });
    for (const { features } of splits) {
      expect(features.every((value) => value >= 0 && value <= 1)).toBe(true);
    }
    expect(new Set(data.train.labels).size).toBe(data.classes);
  });
});
