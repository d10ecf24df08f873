import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { openTable, prepareTable, type TableSpec } from '@latentsweep/core';
import { describe, expect, test } from 'vitest';
import type { DatasetDefinition } from '../port.ts';
import type { TableReport } from './report.ts';
import { resolveDataset } from './resolve.ts';

/** Public data sets beside the repository; they are not shipped with it. */
const folder = resolve(import.meta.dirname, '../../../../../shared/data');
const absent = !existsSync(folder);
const reason = absent ? `skipped: ${folder} is not there` : 'in ../shared/data';

const FILES = [
  {
    file: 'credit_default_taiwan.csv',
    given: { target: 'default', drop: ['ID'], categorical: ['SEX', 'EDUCATION', 'MARRIAGE'] },
    read: { rows: 30_000, features: 32, numbers: 20, classes: { 0: 23_364, 1: 6_636 } },
  },
  {
    file: 'taiwan_bankruptcy.csv',
    given: { target: 'Bankrupt?' },
    read: { rows: 6_819, features: 94, numbers: 94, classes: { 0: 6_599, 1: 220 } },
  },
  {
    file: 'page_blocks.csv',
    given: { target: 'class' },
    read: { rows: 5_473, features: 10, numbers: 10, classes: { 1: 4_913, 2: 329, 3: 28, 4: 88, 5: 115 } },
  },
  {
    file: 'yeast.csv',
    given: { target: 'class' },
    read: { rows: 1_484, features: 8, numbers: 8, classes: { CYT: 463, ERL: 5 } },
  },
  {
    file: 'hypothyroid.csv',
    given: { target: 'Class' },
    read: { rows: 3_772, features: 38, classes: { compensated_hypothyroid: 194 } },
  },
  {
    file: 'digits_8x8_1797.csv',
    given: { target: 'label' },
    read: { rows: 1_797, features: 61, numbers: 61, classes: { 0: 178, 1: 182 } },
  },
];

describe.skipIf(absent)(`real tables, ${reason}`, () => {
  test.for(FILES)('$file', async ({ file, given, read: { classes, ...read } }) => {
    const definition: DatasetDefinition = {
      kind: 'table',
      path: file,
      select: null,
      folder,
      header: null,
      columns: null,
      encoding: null,
      positive: null,
      drop: [],
      keep: [],
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
    const report = resolved.report as TableReport;
    expect(report).toMatchObject(read);
    const counts = Object.fromEntries(report.classes.map(({ name, rows }) => [name, rows]));
    expect(counts).toMatchObject(classes);

    const spec = resolved.spec as TableSpec;
    const data = prepareTable(spec, [1, 2], await openTable(resolved.content!));
    const splits = [data.train, data.validation, data.test];
    const rows = splits.reduce((sum, { count }) => sum + count, 0);
    expect(report.rows).toBe(rows);
    splits.forEach(({ count }, i) => {
      expect(Math.abs(count / rows - [0.6, 0.2, 0.2][i]!)).toBeLessThan(0.01);
    });
    for (const { features } of splits) {
      expect(features.every((value) => value >= 0 && value <= 1)).toBe(true);
    }
    expect(new Set(data.train.labels).size).toBe(data.classes);
  });
});
