import { expect, it } from 'vitest';
import { rowsFrom } from '../../dataset/rows.ts';
import { binRows } from './bins.ts';
import { drawnRows } from './fixtures.ts';
import { Histograms } from './histograms.ts';
import { BOOSTING_DEFAULTS } from './settings.ts';

const ROWS = 255;

it.each([
  ['a narrow table: eight', 4, 8],
  ['one of images: as many as the system takes back', 900, 7],
  ['a wide one: one, as eight might be more memory than there is', 8000, 1],
])('takes memory for several histograms at once; of %s', (_, columns, together) => {
  const drawn = drawnRows(ROWS, columns, 2, 5);
  const histograms = new Histograms(binRows(drawn, rowsFrom(0, ROWS), null, BOOSTING_DEFAULTS));
  const node = {
    rows: rowsFrom(0, ROWS),
    gradients: new Float32Array(ROWS).fill(1),
    hessians: new Float32Array(ROWS),
  };
  const built = Array.from({ length: together + 1 }, () => histograms.build(node));
  expect(built[0]!.buffer.byteLength).toBe(together * built[0]!.byteLength);
  expect(built.map(({ byteOffset }) => byteOffset / built[0]!.byteLength)).toEqual([
    ...Array(together).keys(),
    0,
  ]);
  histograms.end();
});
