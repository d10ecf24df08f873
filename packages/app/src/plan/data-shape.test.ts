import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseSweep, resolveDataset, workOfRun } from '@latentsweep/coordinator';
import { type Config, canonicalConfig, openTable, prepareDataset } from '@latentsweep/core';
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
  const { train, majority, features, classes, columns } = prepareDataset(resolved.spec, [1, 2], table);
  const majorityRows = train.labels.reduce((n, label) => n + (label === majority ? 1 : 0), 0);
  const counted = { majorityRows, minorityRows: train.count - majorityRows, features, classes };
  return { shape: shapeOfData(definition.dataset, resolved), counted, columns };
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
  const { columns, ...sizes } = shape;
  expect(sizes).toEqual({ ...counted, balance });
  expect(columns).toHaveLength(2);
});

test('the VAE of a table costs what its columns make of it', async () => {
  const rows = Array.from(
    { length: 200 },
    (_, i) =>
      `${i % 7 ? i * 0.37 : ''},${i % 2 ? 'no' : 'yes'},${i % 11 ? 'uvw'[i % 3] : ''},7,${i % 4 ? 'a' : 'b'}`,
  );
  await writeFile(join(folder, 'kinds.csv'), `x,flag,c,same,y\n${rows.join('\n')}\n`);
  const { shape, columns } = await shapes('{ path: kinds.csv, target: y }');
  const config = canonicalConfig({ arm: 'vae_mixing', reconstruction: 'mixed' }) as Config;
  const cost = workOfRun(config, shape);
  expect(cost).toBe(workOfRun(config, { ...shape, columns: columns! }));
  const { columns: _, ...numbers } = shape;
  expect(cost).toBeLessThan(workOfRun(config, numbers));
});
