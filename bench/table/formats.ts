/** A wide table in every format, with a sweep file for each. */

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { bytesOf, npyOf, workbookOf, zipOf } from '@latentsweep/table-file/fixtures';
import { generator } from './generator.ts';

/** Writes them and returns the paths of the sweep files. */
export async function writeFormats(folder: string, columns: number, rows: number): Promise<string[]> {
  const draw = generator();
  const names = Array.from({ length: columns }, (_, i) => `x${i + 1}`);
  const values = Array.from({ length: rows }, () => names.map(draw));
  const labels = values.map((_, i) => (i % 7 === 0 ? 1 : 0));
  const cells = values.map((row, i) => [labels[i]!, ...row]);
  const head = ['label', ...names];
  const lines = (separator: string) => `${cells.map((row) => row.join(separator)).join('\n')}\n`;
  const csv = `${head}\n${lines(',')}`;
  const declared = `@relation t\n@attribute label {0,1}\n${names.map((name) => `@attribute ${name} real\n`).join('')}`;
  const sparse = cells.map((row) => `{${row.map((cell, i) => `${i} ${cell}`).join(',')}}\n`).join('');
  const objects = cells.map((row) =>
    JSON.stringify(Object.fromEntries(head.map((name, i) => [name, row[i]]))),
  );
  const text = (word: string) => `<c t="inlineStr"><is><t>${word}</t></is></c>`;
  const sheet = cells.map((row) => `<row>${row.map((cell) => `<c><v>${cell}</v></c>`).join('')}</row>`);
  const arrays = [
    { name: 'label.npy', bytes: npyOf('|u1', [rows], Uint8Array.from(labels)) },
    { name: 'X.npy', bytes: npyOf('<f8', [rows, columns], bytesOf(Float64Array.from(values.flat()))) },
  ];
  const files: readonly (readonly [name: string, content: string | Uint8Array, more?: string])[] = [
    ['wide.csv', csv],
    ['wide.csv.gz', gzipSync(csv)],
    ['wide.data', lines('  '), `, header: false, columns: [${head}]`],
    ['wide.arff', `${declared}@data\n${lines(',')}`],
    ['sparse.arff', `${declared}@data\n${sparse}`],
    ['keel.dat', `${declared}@inputs ${names}\n@outputs label\n@data\n${lines(', ')}`],
    [
      'wide.svm',
      cells.map(([label, ...own]) => `${label} ${own.map((v, i) => `${i + 1}:${v}`).join(' ')}\n`).join(''),
    ],
    ['wide.xlsx', workbookOf({ sheets: { S: `<row>${head.map(text).join('')}</row>${sheet.join('')}` } })],
    ['wide.npz', zipOf(arrays)],
    ['wide.json', `[${objects}]`],
  ];
  return Promise.all(
    files.map(async ([name, content, more = '']) => {
      await writeFile(join(folder, name), content);
      const sweep = join(folder, `${name}.yaml`);
      await writeFile(
        sweep,
        `method: grid\ndataset: { path: ${name}, target: label${more} }\nparameters: { arm: { value: none }, epochs: { value: 1 } }\n`,
      );
      return sweep;
    }),
  );
}
