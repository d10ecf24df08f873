/** Figures of generated rows beside those of SDMetrics, on real tables: whether they are the same. */

import { columnShapes, detection, pairTrends, type TableColumn, tableColumns } from '@latentsweep/core';
import { print } from '../parts.ts';
import { openPeer } from './peer.ts';
import { preparedTable } from './prepared.ts';

const ROWS = 1000;
const DRAWS = 10;

const TABLES = [
  ['hypothyroid.csv', { target: 'Class' }],
  [
    'credit_default_taiwan.csv',
    { target: 'default', drop: ['ID'], categorical: ['SEX', 'EDUCATION', 'MARRIAGE'] },
  ],
] as const;

/** What stands for generated rows. */
const MADE: Readonly<Record<string, (real: Table, other: Table) => Table>> = {
  'other real rows': (_, other) => other,
  'each column by itself': (_, other) =>
    other.map((column, c) => ({ ...column, values: turned(column.values, 17 * (c + 1)) })),
  'numbers moved by a tenth': (_, other) =>
    other.map(({ kind, values }) => ({
      kind,
      values: kind === 'number' ? values.map((value) => 0.8 * value + 0.1) : values,
    })),
};

type Table = readonly TableColumn[];

interface Figures {
  readonly columnShapes: number;
  readonly pairTrends: number;
  readonly detection: number;
}

export async function benchGenerated(): Promise<void> {
  const peer = await openPeer('generated_rows.py');
  try {
    for (const [file, given] of TABLES) {
      const dataset = await preparedTable(file, { ...given, drop: [...('drop' in given ? given.drop : [])] });
      if (typeof dataset === 'string') {
        print(file, dataset);
        continue;
      }
      const { train, features: width, columns } = dataset;
      const rows = (from: number) =>
        tableColumns(train.features.subarray(from * width, (from + ROWS) * width), width, columns!);
      const real = rows(0);
      for (const [name, make] of Object.entries(MADE)) {
        const made = make(real, rows(ROWS));
        const theirs = await peer.ask<Figures>({ real: plain(real), made: plain(made), draws: DRAWS });
        for (const [what, ours] of Object.entries(figuresOf(real, made))) {
          const known = theirs[what as keyof Figures];
          const target = what === 'detection' ? 'below 0.02' : 'below 1e-6';
          print(
            `${file}, ${name}: ${what}`,
            `${ours.toFixed(6)}, SDMetrics ${known.toFixed(6)}, apart ${Math.abs(ours - known).toExponential(1)} (${target})`,
          );
        }
      }
    }
  } finally {
    await peer.close();
  }
}

function figuresOf(real: Table, made: Table): Figures {
  const draws = Array.from({ length: DRAWS }, (_, draw) => detection(real, made, [7, draw]));
  return {
    columnShapes: columnShapes(real, made),
    pairTrends: pairTrends(real, made),
    detection: draws.reduce((sum, value) => sum + value, 0) / DRAWS,
  };
}

const turned = (values: Float64Array, by: number) =>
  values.map((_, row) => values[(row + by) % values.length]!);

/** JSON has no NaN. */
const plain = (table: Table) => table.map(({ kind, values }) => ({ kind, values: [...values] }));
