import { gzipSync } from 'node:zlib';
import { bytesOf, npyOf, workbookOf, zipOf } from '@latentsweep/table-file/fixtures';
import { expect, test } from 'vitest';
import { dataFolder } from './fixtures/data-folder.ts';
import { resolveDataset } from './resolve.ts';
import type { TableDefinition } from './source.ts';

const { write, table } = await dataFolder();

/** More columns than a reader is likely to have met, each as the indices of svmlight call them. */
const COLUMNS = 1000;
const ROWS = 30;
const names = Array.from({ length: COLUMNS }, (_, i) => `x${i + 1}`);
const head = ['label', ...names];
const value = (row: number, column: number) => ((row * 7919 + column * 104_729) % 9973) / 8;
const labels = Array.from({ length: ROWS }, (_, row) => (row % 4 === 0 ? 1 : 0));
const rows = labels.map((label, row) => [label, ...names.map((_, column) => value(row, column))]);
const lines = (separator: string) => `${rows.map((row) => row.join(separator)).join('\n')}\n`;
const objects = rows.map((row) => JSON.stringify(Object.fromEntries(head.map((name, i) => [name, row[i]]))));

const CSV = `${head}\n${lines(',')}`;
const declared = (type: string) =>
  `@relation t\n@attribute label {0,1}\n${names.map((name) => `@attribute ${name} ${type}\n`).join('')}`;
const sparse = rows.map((row) => `{${row.map((cell, i) => `${i} ${cell}`).join(', ')}}\n`).join('');
const cell = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`;
const SHEET = `<row>${head.map(cell).join('')}</row>${rows.map((row) => `<row>${row.map((one) => `<c><v>${one}</v></c>`).join('')}</row>`).join('')}`;
const y = npyOf('|u1', [ROWS], Uint8Array.from(labels));
const x = (fortran: boolean) => {
  const all = Array.from({ length: ROWS * COLUMNS }, (_, at) =>
    fortran ? value(at % ROWS, Math.floor(at / ROWS)) : value(Math.floor(at / COLUMNS), at % COLUMNS),
  );
  return npyOf('<f8', [ROWS, COLUMNS], bytesOf(Float64Array.from(all)), fortran);
};
const npz = (fortran: boolean) =>
  zipOf([
    { name: 'y.npy', bytes: y },
    { name: 'X.npy', bytes: x(fortran) },
  ]);

const FILES: readonly (readonly [
  name: string,
  bytes: string | Uint8Array,
  given?: Partial<TableDefinition>,
])[] = [
  ['t.csv.gz', gzipSync(CSV)],
  ['blanks.data', lines('   '), { header: false, columns: head }],
  ['dense.arff', `${declared('numeric')}@data\n${lines(',')}`],
  ['sparse.arff', `${declared('numeric')}@data\n${sparse}`],
  ['keel.dat', `${declared('real [0.0, 2000.0]')}@inputs ${names}\n@outputs label\n@data\n${lines(', ')}`],
  [
    't.svm',
    rows.map(([label, ...own]) => `${label} ${own.map((one, i) => `${i + 1}:${one}`).join(' ')}\n`).join(''),
  ],
  ['t.xlsx', workbookOf({ sheets: { S: SHEET } })],
  ['rows.npz', npz(false), { header: true, columns: head }],
  ['columns.npz', npz(true), { header: true, columns: head }],
  ['t.json', `[${objects}]`],
  ['t.jsonl', objects.join('\n')],
];

const fingerprint = async (given: Partial<TableDefinition>) =>
  (await resolveDataset(table({ target: 'label', ...given }))).fingerprint;

await write('t.csv', CSV);
const plain = await fingerprint({ path: 't.csv' });

test.for(FILES)('a wide table is the same one as %s', async ([name, bytes, given = {}]) => {
  await write(name, bytes);
  expect(await fingerprint({ path: name, ...given })).toBe(plain);
});

test('a wide table is the same one by a select', async () => {
  await write('s.json', `[${objects}]`);
  for (const file of ['t.csv', 's.json']) expect(await fingerprint({ select: `from '${file}'` })).toBe(plain);
});
