import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readCells } from '@latentsweep/coordinator';
import { ENGINES } from '@latentsweep/worker/engines';
import { InferenceSession } from 'onnxruntime-web';
import { describe, expect, test } from 'vitest';
import { makeCustomersModel, ranked } from './fixtures/customers-model.ts';
import { readModel } from './folder.ts';
import { makeModel } from './make.ts';
import { feedsOf } from './onnx/fixtures/feeds.ts';
import { predictFile } from './predict.ts';

const predictedOf = async (to: string, file: string) => {
  const { pages } = await predictFile(await readModel(to), file);
  return [...pages()].flatMap(({ rows }) => rows) as (readonly [string, ...number[]])[];
};

describe('a model', () => {
  test.each([
    { arm: 'prior_shift', classifier: 'ffn', classifier_hidden_sizes: [4] },
    { arm: 'vae_mixing', classifier: 'logistic' },
    { arm: 'prior_shift', classifier: 'linear_svm' },
    { arm: 'oversample', classifier: 'boosted_trees' },
  ] as const)('of $classifier, $arm: trained again, written, and run by onnxruntime', async (config) => {
    const { place, to, made } = await makeCustomersModel(config);
    expect(made.note).toBeNull();
    expect(made.record.difference).toBeLessThan(2e-6);
    const model = await readModel(to);
    expect(model.record).toMatchObject({ ...made.record, classes: ['stayed', 'left'], target: 'state' });
    const file = join(place.folder, 'customers.csv');
    const rows = await predictedOf(to, file);
    expect(rows).toHaveLength(240);
    const wanted = model.columns.map(({ name, cells }) => ({ name, kind: cells }));
    const read = await readCells({ path: file, folder: place.folder }, model.record.reading, wanted);
    const session = await InferenceSession.create(join(to, 'classifier.onnx'));
    const answer = await session.run(feedsOf(model.columns, read.cells, read.rows));
    const probabilities = answer['probabilities']!.data as Float32Array;
    rows.forEach(([name, ...each], row) => {
      each.forEach((p, k) => {
        expect(Math.abs(p - probabilities[2 * row + k]!)).toBeLessThan(1e-6);
      });
      expect(name).toBe(each[1]! > each[0]! ? 'left' : 'stayed');
    });
    await session.release();
  });

  test('predicts rows in another order of columns, with gaps and categories that it does not know', async () => {
    const { place, to } = await makeCustomersModel({ arm: 'oversample', classifier: 'logistic' });
    const write = async (name: string, text: string) => {
      await writeFile(join(place.folder, name), text);
      return predictedOf(to, join(place.folder, name));
    };
    const plain = await write(
      'a.csv',
      'age,income,town,member\n30,2000,Rom,yes\n,2000,,no\n40,1500,Paris,no\n',
    );
    const other = await write(
      'b.csv',
      'note,member,town,income,age\nx,yes,Rom,2000,30\ny,no,,2000,\nz,no,London,1500,40\n',
    );
    expect(other).toEqual(plain);
    expect(plain.every(([, ...each]) => Math.abs(each[0]! + each[1]! - 1) < 1e-6)).toBe(true);
    expect(await write('c.csv', 'age,income,town,member\n')).toEqual([]);
    const { notes } = await predictFile(await readModel(to), join(place.folder, 'b.csv'));
    expect(notes).toEqual([
      "1 cell of column `town` has a category that the model does not know, such as 'London', and counts as unknown.",
    ]);
  });

  test('says what a file lacks, and which cell is no number', async () => {
    const { place, to } = await makeCustomersModel({ arm: 'none', classifier: 'logistic' });
    const at = (name: string) => join(place.folder, name);
    await writeFile(at('a.csv'), 'age,town\n30,Rom\n');
    await expect(predictedOf(to, at('a.csv'))).rejects.toMatchObject({
      code: 'missing_column',
      message: expect.stringContaining('lacks 2 columns that the model needs: `income`, `member`'),
    });
    await writeFile(at('b.csv'), 'age,income,town,member\n30,1,Rom,yes\nold,2000,Rom,yes\n');
    await expect(predictedOf(to, at('b.csv'))).rejects.toMatchObject({
      code: 'not_a_number',
      message: expect.stringMatching(/`age` .*1 of 2 cells is none: 'old' on line 3/),
    });
  });

  test('of another version, of something else or damaged is refused', async () => {
    const { to, place } = await makeCustomersModel({ arm: 'none', classifier: 'logistic' });
    const record = join(to, 'model.json');
    const text = await readFile(record, 'utf8');
    await writeFile(record, text.replace('"version": 1', '"version": 2'));
    await expect(readModel(to)).rejects.toMatchObject({
      code: 'model_version',
      message: expect.stringContaining('is of version 2, and this latentsweep reads version 1'),
      hint: expect.stringContaining('1.2.3'),
    });
    await writeFile(record, text);
    await writeFile(join(to, 'classifier.json'), '{}');
    await expect(readModel(to)).rejects.toMatchObject({ code: 'model_damaged' });
    await writeFile(record, '{"format": "cake"}');
    await expect(readModel(to)).rejects.toMatchObject({ code: 'not_a_model' });
    await expect(readModel(place.folder)).rejects.toMatchObject({ code: 'not_a_model' });
  });

  test('replaces a model where it is told to, and nothing else ever', async () => {
    const { to, make, place } = await makeCustomersModel({ arm: 'none', classifier: 'logistic' });
    await expect(make()).rejects.toMatchObject({
      code: 'file_exists',
      hint: expect.stringContaining('--force'),
    });
    await make(true);
    const card = await readFile(join(to, 'card.md'), 'utf8');
    // As docs/parameters.md lists them.
    expect(card).toContain('- arm: "none"\n- classifier: "logistic"\n');
    const own = join(place.folder, 'own');
    await mkdir(own);
    await writeFile(join(own, 'thesis.tex'), '');
    const folders = { ...place, folder: own };
    await expect(
      makeModel({
        ...{ store: ranked(folders), sweep: place.sweep, engines: ENGINES, rank: 1, replicate: null },
        ...{ to: own, replace: true, madeBy: { latentsweep: '1', node: '24' } },
      }),
    ).rejects.toMatchObject({ code: 'file_exists', message: expect.stringContaining('is not a model') });
    expect(await readFile(join(to, 'card.md'), 'utf8')).toContain('# A classifier of `state`');
  });

  test('of drawn data takes x1, x2, …', async () => {
    const dataset = '{ kind: simulated, train: 200, validation: 50, test: 50 }';
    const { place, to } = await makeCustomersModel({ arm: 'prior_shift', minority_rate: 0.2 }, dataset);
    const names = Array.from({ length: 10 }, (_, i) => `x${i + 1}`);
    const file = join(place.folder, 'x.csv');
    await writeFile(file, `${names.join(',')}\n${names.map(() => '0.5').join(',')}\n`);
    const [row] = await predictedOf(to, file);
    expect(row).toHaveLength(3);
  });
});
