import {
  type ClassifierNetwork,
  type CohortShape,
  denseClassifier,
  denseVae,
  type Engine,
  initialClassifier,
  initialVae,
  Purpose,
  Stream,
  type VaeNetwork,
} from '@latentsweep/core';
import { createSimdEngine } from '@latentsweep/engine-simd';

export type SelfTest = { readonly exact: true } | { readonly exact: false; readonly differs: string };

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
  'the deck’s classifier': classifierRun([], 2),
  'a classifier of three classes': classifierRun([7], 3),
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
}: {
  readonly network: Partial<Parameters<typeof denseVae>[0]> & {
    readonly hiddenSizes: readonly number[];
    readonly latentSize: number;
    readonly classes: number;
  };
  readonly dropout: number;
  readonly optimizer?: CohortShape<VaeNetwork>['optimizer'];
}): Run {
  const network = denseVae({ features: FEATURES, reconstruction: 'bce', reduction: 'mean', ...sizes });
  return async (engine) => {
    const source = rowsOf(engine, network.classes);
    const into = engine.rows(ROWS, FEATURES);
    const cohort = await engine.vae({ network, batchSize: 160, optimizer }, [
      {
        ...{ seed: [1, 2], parameters: initialVae(network, [1, 2]), dropout, learningRate: 1e-2 },
        lossWeights: { reconstruction: 1, kl: 0.1, prediction: 0.5 },
      },
    ]);
    const [fitted] = await cohort.fit([{ sources: [source], order, weights, passes: 3, round: 0 }]);
    const [held] = await cohort.evaluate([{ source, count: ROWS, round: 1 }]);
    const [p] = await cohort.generate([{ sources: [source], order, round: 1, into, at: 0 }]);
    const made = await into.read(0, ROWS);
    const parameters = await cohort.parameters(0);
    cohort.free();
    for (const rows of [source, into]) rows.free();
    const { klPerLatent, ...losses } = held!;
    return [
      ...parameters,
      ...Object.values(fitted!),
      ...Object.values(losses),
      ...klPerLatent,
      ...p!,
      ...made,
    ];
  };
}

function classifierRun(hiddenSizes: readonly number[], classes: number): Run {
  const network: ClassifierNetwork = denseClassifier({ features: FEATURES, hiddenSizes, classes });
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
