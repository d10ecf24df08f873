import {
  type ClassifierNetwork,
  type CohortShape,
  denseVae,
  type Engine,
  initialClassifier,
  initialVae,
  layersOf,
  Purpose,
  type Seed,
  type SelfTest,
  Stream,
  type VaeNetwork,
} from '@latentsweep/core';
import { createSimdEngine } from '@latentsweep/engine-simd';

const ROWS = 330;
const FEATURES = 10;

/** What a case gives, number by number. */
type Run = (engine: Engine) => Promise<ArrayLike<number>>;

/** Some seconds: whether an engine trains, evaluates, generates and predicts to the SIMD engine's bits; if not, what differs. */
export async function selfTest(engine: Engine): Promise<SelfTest> {
  const simd = createSimdEngine();
  for (const [name, run] of Object.entries(CASES)) {
    const [own, truth] = [await run(engine), await run(simd)];
    for (let i = 0; i < truth.length; i++) {
      if (!Object.is(own[i], truth[i])) {
        return { exact: false, differs: `${name}, number ${i}: ${own[i]} where simd has ${truth[i]}` };
      }
    }
  }
  return { exact: true };
}

const CASES: Readonly<Record<string, Run>> = {
  'the deck’s VAE': vaeRun({ network: { hiddenSizes: [10, 10], latentSize: 2, classes: 2 }, dropout: 0 }),
  'a VAE with dropout, adam and three classes': vaeRun({
    network: { hiddenSizes: [20, 20], latentSize: 30, classes: 3 },
    ...{ dropout: 0.3, optimizer: 'adam' },
  }),
  'squared error in sums': vaeRun({
    network: { hiddenSizes: [7], latentSize: 3, classes: 2, reconstruction: 'mse', reduction: 'sum' },
    dropout: 0,
  }),
  // What the cases above train fits the memory of a workgroup: this lies in the device's, where lanes lie side by side.
  'two VAEs of a hundred units a layer': vaeRun({
    network: { hiddenSizes: [100, 100], latentSize: 2, classes: 2 },
    ...{ dropout: 0.3, lanes: 2, passes: 1 },
  }),
  'a conditional VAE of numbers, categories, yes or no, with free bits': vaeRun({
    network: {
      ...{ hiddenSizes: [9], latentSize: 4, classes: 3, conditional: true, klWarmup: 3, freeBits: 0.2 },
      reduction: 'sum',
      reconstruction: [
        ...([
          { kind: 'softmax', features: 3 },
          { kind: 'logit_normal', features: 2 },
        ] as const),
        ...([
          { kind: 'bernoulli', features: 2 },
          { kind: 'logit_normal', features: 3 },
        ] as const),
      ],
    },
    dropout: 0.1,
  }),
  'the deck’s classifier': classifierRun([], 2),
  'a classifier of three classes with dropout': classifierRun(['dropout 0.1', 'dense 7', 'dropout 0.3'], 3),
};

function rowsOf(engine: Engine, classes: number) {
  const stream = new Stream([9, 9], Purpose.data);
  const rows = engine.rows(ROWS, FEATURES);
  const features = Float32Array.from({ length: ROWS * FEATURES }, () => stream.uniform());
  rows.write(
    0,
    features,
    Uint8Array.from({ length: ROWS }, () => stream.below(classes)),
  );
  return rows;
}

/** Every row, and weights for them. */
const order = Uint32Array.from({ length: ROWS }, (_, i) => i);
const weights = Float32Array.from(order, (i) => 0.5 + (i % 3));

function vaeRun({
  network: sizes,
  dropout,
  optimizer = 'rmsprop',
  lanes = 1,
  passes = 3,
}: {
  readonly network: Partial<Parameters<typeof denseVae>[0]> & {
    readonly hiddenSizes: readonly number[];
    readonly latentSize: number;
    readonly classes: number;
  };
  readonly dropout: number;
  readonly optimizer?: CohortShape<VaeNetwork>['optimizer'];
  readonly lanes?: number;
  readonly passes?: number;
}): Run {
  const network = denseVae({ features: FEATURES, reconstruction: 'bce', reduction: 'mean', ...sizes });
  const seeds = Array.from({ length: lanes }, (_, lane): Seed => [1, 2 + lane]);
  return async (engine) => {
    // An engine that takes fewer lanes trains them one after another.
    const width = Math.min(lanes, engine.traits.fuses);
    const numbers: number[] = [];
    for (let at = 0; at < lanes; at += width)
      numbers.push(...(await cohortOf(engine, seeds.slice(at, at + width))));
    return numbers;
  };

  async function cohortOf(engine: Engine, some: readonly Seed[]): Promise<number[]> {
    const source = rowsOf(engine, network.classes);
    const into = some.map(() => engine.rows(ROWS, FEATURES));
    const cohort = await engine.vae(
      { network, batchSize: 160, optimizer },
      some.map((seed) => ({
        ...{ seed, parameters: initialVae(network, seed), dropout, learningRate: 1e-2 },
        lossWeights: { reconstruction: 1, kl: 0.1, prediction: 0.5 },
      })),
    );
    const fitted = await cohort.fit(
      some.map(() => ({ sources: [source], order, weights, passes, round: 0 })),
    );
    const held = await cohort.evaluate(some.map(() => ({ source, count: ROWS, round: 1 })));
    const p = await cohort.generate(
      into.map((rows) => ({ sources: [source], order, round: 1, into: rows, at: 0 })),
    );
    const numbers: number[] = [];
    for (const lane of some.keys()) {
      const { klPerLatent, ...losses } = held[lane]!;
      numbers.push(
        ...(await cohort.parameters(lane)),
        ...Object.values(fitted[lane]!),
        ...Object.values(losses),
        ...klPerLatent,
        ...p[lane]!,
        ...(await into[lane]!.read(0, ROWS)),
      );
    }
    cohort.free();
    for (const rows of [source, ...into]) rows.free();
    return numbers;
  }
}

function classifierRun(layers: readonly string[], classes: number): Run {
  const network: ClassifierNetwork = { features: FEATURES, hidden: layersOf(layers), classes };
  return async (engine) => {
    const source = rowsOf(engine, classes);
    const cohort = await engine.classifier({ network, batchSize: 160, optimizer: 'rmsprop' }, [
      { seed: [1, 2], parameters: initialClassifier(network, [1, 2]), learningRate: 1e-2 },
    ]);
    const [fitted] = await cohort.fit([{ sources: [source], order, weights, passes: 3, round: 0 }]);
    const [p] = await cohort.predict([{ source, count: ROWS }]);
    const parameters = await cohort.parameters(0);
    cohort.free();
    source.free();
    return [...parameters, ...Object.values(fitted!), ...p!];
  };
}
