import {
  type Cells,
  type ColumnDecoding,
  createReferenceEngine,
  denseVae,
  initialVae,
  layeredVae,
  outputsOf,
  type PreparedColumn,
  prepareCells,
  preparedWidth,
  rowDecoder,
  type Seed,
  type VaeNetwork,
} from '@latentsweep/core';
import { InferenceSession, Tensor } from 'onnxruntime-web';
import { describe, expect, test } from 'vitest';
import * as table from './fixtures/columns.ts';
import { drawsLike } from './fixtures/draws.ts';
import { feedsOf } from './fixtures/feeds.ts';
import { type GeneratorParts, generatorOnnx } from './generator.ts';

/** Of which a row has 15 features, that may be an image of 3 x 5. */
const COLUMNS: readonly PreparedColumn[] = [
  ...table.COLUMNS,
  { kind: 'number', name: 'last', width: 1, missing: 1, imputed: 0.5, scale: { kind: 'none' } },
];
const CELLS: readonly Cells[] = [
  ...table.CELLS,
  Float64Array.of(0.5, Number.NaN, 0.25, 0, 1, 0.75, Number.NaN, 0.125, 0.3, 0.6, 0.9),
];
const DECODINGS: readonly ColumnDecoding[] = [
  ...table.DECODINGS,
  {
    ...{ kind: 'number', name: 'last', width: 1, missing: true, scale: { kind: 'none' } },
    ...{ decimals: null, range: [0.25, 0.75] },
  },
];
const WIDTH = preparedWidth(COLUMNS);

const SEED: Seed = [3, 5];
const COUNT = 150;
const BATCH = 21;
const AT = { seed: SEED, round: 4, batchSize: BATCH };

let at = 0;
const LAYOUT = COLUMNS.map((column) => {
  const { name, width, missing } = column;
  const place = { name, width, missing: missing !== null, at };
  at += width + (missing === null ? 0 : 1);
  return column.kind === 'number'
    ? ({ kind: 'number', ...place, imputed: column.imputed } as const)
    : ({ kind: 'category', ...place, levels: column.levels } as const);
});

/** Rows of the table's, over and over, and the class of each. */
const SOURCES: readonly Cells[] = CELLS.map((cells): Cells => {
  const own = Array.from({ length: COUNT }, (_, i) => cells[i % table.ROWS]!);
  return cells instanceof Float64Array ? Float64Array.from(own as number[]) : (own as string[]);
});
const labelsOf = (classes: number, from: number) =>
  Uint8Array.from({ length: COUNT }, (_, i) => from + (i % (classes - from)));

interface Case {
  readonly reconstruction: 'bce' | 'mse' | 'mixed';
  readonly classes: number;
  readonly conditional: boolean;
  readonly hidden: readonly number[];
  /** In their place, as if the features were pixels. */
  readonly layers?: readonly string[];
  readonly band: number | null;
}

function networkOf({ reconstruction, classes, conditional, hidden, layers }: Case): VaeNetwork {
  const network = denseVae({
    ...{ features: WIDTH, classes, conditional, hiddenSizes: hidden, latentSize: 3, reduction: 'sum' },
    reconstruction: reconstruction === 'mixed' ? outputsOf(LAYOUT) : reconstruction,
  });
  return layers ? layeredVae(network, layers, [3, WIDTH / 3, 1]) : network;
}

const parametersOf = (network: VaeNetwork) =>
  initialVae(network, SEED).map((value, i) => 2 * value + (((i * 7919) % 2003) - 1001) / 3000);

/** What the engine that is written to be read generates of the same noise, as cells, and how its head judges that. */
async function reference(network: VaeNetwork, labels: Uint8Array) {
  const engine = createReferenceEngine();
  const [rows, into] = [engine.rows(COUNT, WIDTH), engine.rows(COUNT, WIDTH)];
  rows.write(0, prepareCells(COLUMNS, SOURCES, COUNT), labels);
  const lane = {
    ...{ seed: SEED, parameters: parametersOf(network), dropout: 0.3, learningRate: 0.1 },
    lossWeights: { reconstruction: 1, kl: 1, prediction: 1 },
  };
  const cohort = await engine.vae({ network, batchSize: BATCH, optimizer: 'adam' }, [lane]);
  const order = Uint32Array.from({ length: COUNT }, (_, i) => i);
  const made = await cohort.generate([{ sources: [rows], order, round: AT.round, into, at: 0 }]);
  return { columns: rowDecoder(DECODINGS)(await into.read(0, COUNT)), probabilities: made[0]! };
}

async function onnx(given: GeneratorParts, labels: readonly string[]) {
  const { onnx: file, inputs, outputs } = generatorOnnx(given);
  const session = await InferenceSession.create(file);
  const cells = inputs.some(({ holds }) => holds === 'cell') ? feedsOf(COLUMNS, SOURCES, COUNT) : {};
  const named = inputs
    .filter(({ holds }) => holds === 'cell')
    .map(({ name }, c) => [name, cells[COLUMNS[c]!.name]!]);
  const answer = await session.run({
    ...drawsLike(inputs, COUNT, AT),
    ...Object.fromEntries(named),
    class_name: new Tensor('string', [...labels], [COUNT, 1]),
  });
  await session.release();
  return { answer, inputs, outputs };
}

const LAYERED: readonly Case[] = [
  { layers: ['conv 3 3x3', 'pool 2', 'dense 5'], classes: 2, conditional: true, band: null },
  { layers: ['conv 4 3x3 stride 2', 'conv 3 2x2'], classes: 3, conditional: false, band: 0.15 },
  { layers: ['conv 4 2x2 stride 3 valid'], classes: 2, conditional: false, band: null },
].map((given) => ({ ...given, reconstruction: 'bce', hidden: [] }));

const CASES: readonly Case[] = (['bce', 'mse', 'mixed'] as const).flatMap((reconstruction) => [
  { reconstruction, classes: 2, conditional: true, hidden: [5, 4], band: null },
  { reconstruction, classes: 4, conditional: true, hidden: [6], band: null },
  { reconstruction, classes: 2, conditional: false, hidden: [5], band: 0.1 },
  { reconstruction, classes: 3, conditional: false, hidden: [4, 4], band: 0.15 },
]);

describe('onnxruntime makes the rows that the engine makes of the same noise', () => {
  test.each([...CASES, ...LAYERED])(
    '$reconstruction, $classes classes, told the class: $conditional, layers $layers',
    async (given) => {
      const { classes: count, conditional, band } = given;
      const classes = Array.from({ length: count }, (_, k) => `class ${k}`);
      const network = networkOf(given);
      const labels = labelsOf(count, conditional ? 1 : 0);
      const fittedOn = classes.flatMap((_, k) => (conditional && k === 0 ? [] : [k]));
      const generator = { network, parameters: parametersOf(network), fittedOn, band };
      const parts = { generator, columns: COLUMNS, decodings: DECODINGS, target: 'kept', classes };
      const wanted = await reference(network, labels);
      const { answer, outputs } = await onnx(
        parts,
        Array.from(labels, (k) => classes[k]!),
      );

      const different = new Set<unknown>();
      for (const { name, levels, values } of wanted.columns) {
        const got = answer[name]!;
        expect(got.dims).toEqual([COUNT, 1]);
        values.forEach((value, row) => {
          const cell = got.data[row]!;
          if (levels === null) {
            if (Number.isNaN(value)) expect(cell, `${name} ${row}`).toBeNaN();
            else
              expect(Math.abs(Number(cell) - value), `${name} ${row}`).toBeLessThanOrEqual(
                // Runtimes convolve in single precision.
                (given.layers ? 1e-4 : 1e-6) * Math.abs(value),
              );
          } else expect(cell, `${name} ${row}`).toBe(Number.isNaN(value) ? '' : levels[value]);
          different.add(`${name} ${cell}`);
        });
      }
      // Rows differ, or the comparison would say little.
      expect(different.size).toBeGreaterThan(60);
      expect(answer['kept']!.data).toEqual(Array.from(labels, (k) => classes[k]!));

      if (band === null) return expect(outputs.at(-1)).toBe('kept');
      const P = count === 2 ? 1 : count;
      const kept = Array.from(labels, (k, row) => {
        const p = wanted.probabilities.subarray(row * P, (row + 1) * P);
        if (P === 1) return Math.abs(p[0]! - 0.5) <= band;
        return Math.abs(p[k]! - Math.max(...p.filter((_, other) => other !== k))) <= 2 * band;
      });
      expect(new Set(kept).size).toBe(2);
      // The table has a column of that name: the target.
      expect(outputs.at(-1)).toBe('kept_');
      expect(Array.from(answer['kept_']!.data as BigInt64Array, (one) => one === 1n)).toEqual(kept);
    },
  );

  test('a class that it does not know comes back empty', async () => {
    const given = CASES[0]!;
    const network = networkOf(given);
    const classes = ['common', 'rare'];
    const generator = { network, parameters: parametersOf(network), fittedOn: [1], band: null };
    const parts = { generator, columns: COLUMNS, decodings: DECODINGS, target: 'y', classes };
    const names = Array.from({ length: COUNT }, (_, i) => ['rare', 'common', 'unheard of'][i % 3]!);
    const { answer } = await onnx(parts, names);
    expect(answer['y']!.data).toEqual(names.map((name) => (name === 'rare' ? 'rare' : '')));
  });
});
