import { execFile } from 'node:child_process';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { deriveSeed, Purpose, seedFromHex, shuffle } from '@latentsweep/core';
import { type MadePart, runAgain } from '@latentsweep/worker';
import { InferenceSession, Tensor } from 'onnxruntime-web';
import { describe, expect, test } from 'vitest';
import { dataOf } from '../again/data.ts';
import { makeCustomersModel } from './fixtures/customers-model.ts';
import { generatorNote } from './generator-card.ts';
import { drawsLike } from './onnx/fixtures/draws.ts';
import type { GeneratorInput } from './onnx/generator.ts';

const CONDITIONAL = { arm: 'vae_conditional', classifier: 'logistic', batch_size: 20 } as const;

/** The rows that `sweep augment` begins with. */
async function madeBy({ place, config }: Awaited<ReturnType<typeof makeCustomersModel>>): Promise<MadePart> {
  const { spec, content } = await dataOf(place.store, place.sweep);
  const made: MadePart[] = [];
  const { row } = await place.store.trial(place.trials[0]!);
  await runAgain(
    { engine: { kind: 'simd' }, config, seed: String(row['seed']), spec, content, makes: true },
    {
      onMade: async (part) => {
        made.push(part);
        return false;
      },
    },
  );
  return made[0]!;
}

describe('a generator to take home', () => {
  test('makes what `sweep augment` writes of the same noise, and is run by the lines that the docs have', {
    timeout: 120_000,
  }, async () => {
    const model = await makeCustomersModel(CONDITIONAL);
    const { to, config, made, place } = model;
    const part = await madeBy(model);
    const count = part.labels.length;
    expect(count).toBeGreaterThan(50);
    const { inputs } = JSON.parse(await readFile(join(to, 'generator.json'), 'utf8')) as {
      inputs: GeneratorInput[];
    };
    const seed = seedFromHex(made.record.seed);
    const at = { seed, round: config.epochs, batchSize: CONDITIONAL.batch_size };
    const session = await InferenceSession.create(join(to, 'generator.onnx'));
    const answer = await session.run({
      ...drawsLike(inputs, count, at),
      class_name: new Tensor('string', Array<string>(count).fill('left'), [count, 1]),
    });
    await session.release();
    const order = Uint32Array.from({ length: count }, (_, i) => i);
    shuffle(order, deriveSeed(seed, 'made order'), Purpose.shown, 0);
    for (const { name, levels, values } of part.columns) {
      values.forEach((value, row) => {
        const cell = answer[name]!.data[order[row]!]!;
        // An engine computes in single precision: now and then the next whole number is as near.
        if (levels === null && !Number.isNaN(value))
          expect(Math.abs(Number(cell) - value)).toBeLessThanOrEqual(1);
        else if (levels === null) expect(cell).toBeNaN();
        else expect(cell).toBe(Number.isNaN(value) ? '' : levels[value]);
      });
      expect(new Set(values).size).toBeGreaterThan(1);
    }
    expect(answer['state']!.data).toEqual(Array(count).fill('left'));

    const docs = await readFile(resolve(import.meta.dirname, '../../../../docs/tables.md'), 'utf8');
    const [, lines] = /```js\n(.*?)```/s.exec(docs)!;
    await writeFile(join(place.folder, 'made.mjs'), lines!);
    const runtime = dirname(dirname(createRequire(import.meta.url).resolve('onnxruntime-web')));
    await mkdir(join(place.folder, 'node_modules'));
    await symlink(runtime, join(place.folder, 'node_modules/onnxruntime-node'), 'junction');
    const { stdout } = await promisify(execFile)(process.execPath, ['made.mjs'], { cwd: place.folder });
    const [head, ...rows] = stdout.trimEnd().split('\n');
    expect(head).toBe('age,income,town,member,state');
    expect(rows).toHaveLength(5);
    for (const row of rows) expect(row).toMatch(/^(NaN|[2-9]\d),[1-5]\d{3},(Bern|Rom|Wien)?,(yes|no),left$/);
  });

  test.each(['vae_boundary', 'vae_minority'])('%s has one', async (arm) => {
    const { to, files } = await makeCustomersModel({ arm, classifier: 'logistic' });
    expect(files).toEqual([
      ...['card.md', 'classifier.json', 'classifier.onnx'],
      ...['generator.bin', 'generator.json', 'generator.onnx', 'model.json', 'preparation.json'],
    ]);
    const { layers, columns } = JSON.parse(await readFile(join(to, 'generator.json'), 'utf8'));
    const { at, inputs, outputs } = layers.at(-1);
    expect((await readFile(join(to, 'generator.bin'))).length).toBe(4 * (at + (inputs + 1) * outputs));
    expect(columns).toEqual([
      { name: 'age', decimals: 0, range: [expect.any(Number), expect.any(Number)] },
      { name: 'income', decimals: 0, range: [expect.any(Number), expect.any(Number)] },
      ...[{ name: 'town' }, { name: 'member' }],
    ]);
    const card = await readFile(join(to, 'card.md'), 'utf8');
    expect(card).toContain(`generator.onnx makes rows as its arm, ${arm}, does.`);
    expect(card).toContain('does not guarantee privacy');
    expect(card.includes('`kept` is 1')).toBe(arm === 'vae_boundary');
    expect(card.includes('fitted on rows of `left`.')).toBe(arm === 'vae_minority');
    expect(card.includes('`from:`')).toBe(arm !== 'vae_minority');
  });

  test('of SMOTE there is none, and the card says so', async () => {
    const { to, files } = await makeCustomersModel({ arm: 'smotenc', classifier: 'logistic' });
    // Nor are there weights of a classifier that is no network.
    expect(files).toEqual([
      ...['card.md', 'classifier.json', 'classifier.onnx', 'model.json', 'preparation.json'],
    ]);
    expect(await readFile(join(to, 'card.md'), 'utf8')).toContain(generatorNote({ arm: 'smotenc' }));
  });

  test('is spoken of by the arm', () => {
    expect(generatorNote({ arm: 'smotenc' })).toContain('learns nothing for it: there is no generator.onnx');
    expect(generatorNote({ arm: 'oversample' })).toContain('makes no rows: there is no generator.onnx');
    expect(generatorNote({ arm: 'vae_mixing' })).toBe(
      'generator.onnx makes rows as its arm, vae_mixing, does.',
    );
  });
});
