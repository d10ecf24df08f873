import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseSweep, resolveDataset } from '@latentsweep/coordinator';
import { openTable, prepareDataset } from '@latentsweep/core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { shapeOfData } from './data-shape.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'data-shape-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** The shape, and what is counted in the data of a replicate. */
async function shapes(dataset: string) {
  const text = `method: grid\nparameters: { epochs: { value: 1 } }\ndataset: ${dataset}\n`;
  const { definition } = parseSweep(text, { path: 'a.yaml', folder, engines: [] });
  const resolved = await resolveDataset(definition.dataset);
  const table = resolved.content && (await openTable(resolved.content));
  const { train, majority, features, classes } = prepareDataset(resolved.spec, [1, 2], table);
  const majorityRows = train.labels.reduce((n, label) => n + (label === majority ? 1 : 0), 0);
  const counted = { majorityRows, minorityRows: train.count - majorityRows, features, classes };
  return { shape: shapeOfData(definition.dataset, resolved), counted };
}

test('of simulated data it is what is to be expected', async () => {
  const { shape, counted } = await shapes('{ train: 4000, validation: 10, test: 10 }');
  expect(shape).toMatchObject({ features: 10, classes: 2, balance: 'original' });
  expect(Math.abs(shape.majorityRows - counted.majorityRows)).toBeLessThan(200);
});

test.each(['majority', 'original'] as const)('of a table with %s it is counted', async (balance) => {
  const rows = Array.from(
    { length: 200 },
    (_, i) => `${i * 0.37},${'uvw'[i % 3]},${i % 10 === 0 ? 'rare' : i % 3 === 0 ? 'some' : 'most'}`,
  );
  await writeFile(join(folder, 't.csv'), `x,c,y\n${rows.join('\n')}\n`);
  const { shape, counted } = await shapes(`{ path: t.csv, target: y, balance: ${balance} }`);
  expect(shape).toEqual({ ...counted, balance });
});
