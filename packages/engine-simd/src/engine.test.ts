import { createHash } from 'node:crypto';
import {
  createReferenceEngine,
  type DenseVae,
  denseClassifier,
  denseVae,
  type Engine,
  initialClassifier,
  initialVae,
  Purpose,
  type Rows,
  Stream,
  type VaeCohort,
  type VaeLane,
  type VaeNetwork,
} from '@latentsweep/core';
import { describe, expect, it } from 'vitest';
import { createSimdEngine } from './engine.ts';
import { createMachine } from './kernels.ts';
import { SimdRows } from './rows.ts';
import { createVae } from './vae.ts';
import { SIMD_ENGINE_VERSION, SIMD_VARIANT } from './variant.ts';

const SIZES: DenseVae = {
  features: 10,
  hiddenSizes: [10, 10],
  latentSize: 2,
  classes: 2,
  reconstruction: 'bce',
  reduction: 'mean',
};
const PLAIN = denseVae(SIZES);

function uniformRows(engine: Engine, count: number, columns: number, classes = 2) {
  const stream = new Stream([9, 9], Purpose.data);
  const rows = engine.rows(count, columns);
  const features = Float32Array.from({ length: count * columns }, () => stream.uniform());
  rows.write(
    0,
    features,
    Uint8Array.from({ length: count }, () => stream.below(classes)),
  );
  return rows;
}

const numbers = (count: number) => Uint32Array.from({ length: count }, (_, i) => i);

function laneOf(network: VaeNetwork, dropout = 0): VaeLane {
  const lossWeights = { reconstruction: 1, kl: 0.1, prediction: 0.5 };
  return { seed: [1, 2], parameters: initialVae(network, [1, 2]), lossWeights, dropout, learningRate: 1e-3 };
}

const hashOf = (parameters: Float32Array) =>
  createHash('sha256').update(new Uint8Array(parameters.buffer)).digest('hex').slice(0, 16);

describe('the SIMD engine', () => {
  // The same on every machine. A change here changes results: raise SIMD_ENGINE_VERSION with it.
  it(`trains to the golden bits of version ${SIMD_ENGINE_VERSION}`, async () => {
    const engine = createSimdEngine();
    const sources = [uniformRows(engine, 1000, 10)];
    const input = { sources, order: numbers(1000), weights: null, passes: 3, round: 0 };
    const vae = async (network: VaeNetwork, dropout: number, optimizer: 'rmsprop' | 'adam') => {
      const cohort = await engine.vae({ network, batchSize: 160, optimizer }, [laneOf(network, dropout)]);
      await cohort.fit([input]);
      return hashOf(await cohort.parameters(0));
    };
    const classifier = async (hiddenSizes: number[], classes: number) => {
      const network = denseClassifier({ features: 10, hiddenSizes, classes });
      const parameters = initialClassifier(network, [1, 2]);
      const cohort = await engine.classifier({ network, batchSize: 160, optimizer: 'rmsprop' }, [
        { seed: [1, 2], parameters, learningRate: 1e-2 },
      ]);
      await cohort.fit([input]);
      return hashOf(await cohort.parameters(0));
    };
    const wide = denseVae({ ...SIZES, hiddenSizes: [20, 20], latentSize: 30, classes: 3 });
    expect({
      plain: await vae(PLAIN, 0, 'rmsprop'),
      dropout: await vae(wide, 0.2, 'adam'),
      squared: await vae(denseVae({ ...SIZES, reconstruction: 'mse', reduction: 'sum' }), 0, 'rmsprop'),
      logistic: await classifier([], 2),
      softmax: await classifier([7], 3),
    }).toMatchInlineSnapshot(`
      {
        "dropout": "a517966d60d7ad28",
        "logistic": "7db4e52c3423ad60",
        "plain": "dd45e6d365113cc2",
        "softmax": "aa9c5bfd6fd75792",
        "squared": "db52668a0626d3b5",
      }
    `);
  });

  it('reconstructs more features than one logarithm serves', async () => {
    const network = denseVae({ ...SIZES, features: 230, hiddenSizes: [6] });
    const evaluate = async (engine: Engine) => {
      const source = uniformRows(engine, 30, 230);
      const cohort = await engine.vae({ network, batchSize: 16, optimizer: 'rmsprop' }, [laneOf(network)]);
      return (await cohort.evaluate([{ source, count: 30, round: 0 }]))[0]!.reconstruction;
    };
    expect(await evaluate(createSimdEngine())).toBeCloseTo(await evaluate(createReferenceEngine()), 6);
  });

  it('generates into the rows that it reads as into others', async () => {
    const engine = createSimdEngine();
    const generate = async (same: boolean) => {
      const source = uniformRows(engine, 50, 10);
      const into = same ? source : engine.rows(50, 10);
      const cohort = await engine.vae({ network: PLAIN, batchSize: 8, optimizer: 'rmsprop' }, [
        laneOf(PLAIN),
      ]);
      const order = numbers(49).reverse();
      await cohort.generate([{ sources: [source], order, round: 0, into, at: 1 }]);
      return into.read(1, 49);
    };
    expect(await generate(true)).toEqual(await generate(false));
  });

  it('gives probabilities of 0 and 1 and a finite loss where logits are huge', async () => {
    const engine = createSimdEngine();
    const network = denseClassifier({ features: 1, hiddenSizes: [], classes: 2 });
    const rows = engine.rows(4, 1);
    rows.write(0, Float32Array.of(-1, 1, -0.01, 0), Uint8Array.of(1, 0, 0, 1));
    const cohort = await engine.classifier({ network, batchSize: 4, optimizer: 'rmsprop' }, [
      { seed: [1, 2], parameters: Float32Array.of(1e6, 0), learningRate: 0 },
    ]);
    const [p] = await cohort.predict([{ source: rows, count: 4 }]);
    expect([...p!].map((value) => value.toFixed(6))).toEqual([
      '0.000000',
      '1.000000',
      '0.000000',
      '0.500000',
    ]);
    const [losses] = await cohort.fit([
      { sources: [rows], order: numbers(4), weights: null, passes: 1, round: 0 },
    ]);
    expect(losses!.loss).toBeCloseTo((2e6 + Math.LN2) / 4, 0);
    expect(losses!.accuracy).toBe(0.5);
  });

  it.each([
    [[767, 10], null],
    [[10, 768], 'is slow at layers of 768 units or more'],
    [[], null],
  ])('says how it does with hidden layers of %j', (hiddenSizes, objection) => {
    expect(SIMD_VARIANT.supports(denseClassifier({ features: 1000, hiddenSizes, classes: 2 }))).toBe(
      objection,
    );
  });

  it('refuses row numbers, rows and cohorts that do not fit', async () => {
    const engine = createSimdEngine();
    const rows = uniformRows(engine, 5, 10);
    const shape = { network: PLAIN, batchSize: 4, optimizer: 'rmsprop' as const };
    const cohort = await engine.vae(shape, [laneOf(PLAIN)]);
    const fit = (sources: readonly ReturnType<Engine['rows']>[], order: Uint32Array) => () =>
      cohort.fit([{ sources, order, weights: null, passes: 1, round: 0 }]);
    expect(fit([rows], numbers(6))).toThrow('past the end');
    expect(fit([engine.rows(5, 3)], numbers(5))).toThrow('3 features');
    expect(fit([createReferenceEngine().rows(5, 10)], numbers(5))).toThrow('another engine');
    expect(() => cohort.evaluate([{ source: rows, count: 6, round: 0 }])).toThrow(RangeError);
    expect(() => engine.vae(shape, [laneOf(PLAIN), laneOf(PLAIN)])).toThrow('2 lanes');
  });

  it('gives all memory back after trials of many shapes', async () => {
    const machine = createMachine();
    const trial = async (k: number) => {
      const network = denseVae({ ...SIZES, hiddenSizes: [1 + (k % 9), 4], latentSize: 1 + (k % 5) });
      const shape = { network, batchSize: 1 + ((k * 37) % 300), optimizer: 'adam' as const };
      const rows = [0, 1].map((i) => new SimdRows(machine.heap, 50 + ((k * 7919) % (1000 + i)), 10));
      const vae = createVae(machine, machine.heap.region(), shape, [laneOf(network, 0.1)]);
      const order = numbers(50);
      await vae.fit([{ sources: rows, order, weights: new Float32Array(100), passes: 2, round: 0 }]);
      await vae.evaluate([{ source: rows[0]!, count: 50, round: 0 }]);
      await vae.generate([{ sources: rows, order, round: 0, into: rows[1]!, at: 0 }]);
      vae.free();
      for (const source of rows) source.free();
    };
    const shapes = numbers(60);
    for (const k of shapes) await trial(k);
    const { end } = machine.heap;
    for (const k of shapes.reverse()) await trial(k);
    expect(machine.heap.end).toBe(end);
  });

  it('gives memory back that a cohort or a call took before it threw', () => {
    const engine = createSimdEngine();
    const shape = { network: PLAIN, batchSize: 160, optimizer: 'adam' as const };
    const network = denseClassifier({ features: 10, hiddenSizes: [64], classes: 2 });
    const classifier = { network, batchSize: 160 };
    const parameters = new Float32Array(3);
    const rows = engine.rows(5, 10);
    const wrong = engine.rows(5, 3);
    const vae = engine.vae(shape, [laneOf(PLAIN)]) as VaeCohort;
    const generate = (from: Rows, into: Rows, order: Uint32Array) =>
      vae.generate([{ sources: [from], order, round: 0, into, at: 0 }]);
    const fails = [
      () => engine.vae(shape, [{ ...laneOf(PLAIN), parameters }]),
      () => engine.classifier({ ...classifier, optimizer: 'adam' }, [{ ...laneOf(PLAIN), parameters }]),
      () => generate(wrong, rows, numbers(5)),
      () => generate(rows, rows, Uint32Array.of(5)),
    ];
    const probe = engine.rows(1, 10) as SimdRows;
    probe.free();
    for (const fail of fails) {
      expect(fail).toThrow();
      const next = engine.rows(1, 10) as SimdRows;
      expect(next.address).toBe(probe.address);
      next.free();
    }
  });
});
