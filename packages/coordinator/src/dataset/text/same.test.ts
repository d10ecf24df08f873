import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { withDuckDb } from '../duckdb.ts';
import { dataFolder } from '../fixtures/data-folder.ts';
import { loadSource } from '../load.ts';

const { folder, write, table } = await dataFolder();

/** What is read of a file: its names and cells, or the code of the refusal. */
async function readAll(path: string): Promise<unknown> {
  return withDuckDb(folder, async (db) => {
    const { columns } = await loadSource(db, table({ path, header: true }));
    const rows = (await db.runAndReadAll('select * from data order by rowid')).getRowsJS();
    return [columns.map(({ name }) => name), rows];
  }).catch(({ code }: { code: string }) => code);
}

test('DuckDB and the reader of packed files see the same rows in a text', async () => {
  const piece = fc.constantFrom('1', 'a', '"', '""', ',', ',', '\n', '\n', '\r\n', ' ', ';', "'", 'é', '#');
  const content = fc.array(piece, { maxLength: 40 }).map((pieces) => `x,y\n${pieces.join('')}\n`);
  await fc.assert(
    fc.asyncProperty(content, async (text) => {
      await write('plain.csv', text);
      await write('packed.csv', gzipSync(text));
      expect(await readAll('packed.csv')).toEqual(await readAll('plain.csv'));
    }),
    {
      numRuns: 100,
      examples: [
        ['x,y\n;"\r\n"\n'],
        ['x,y\n,, ,\n'],
        ['x,y\n1,"a\r\nb"\n2,3\n'],
        ['x,y\n1,  "\n2,3\n'],
        ['x,y\n1, "a, b"\n2,3\n'],
        ['x,y\n;"" ""\n'],
      ],
    },
  );
}, 60_000);
