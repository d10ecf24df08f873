import { initialClassifier, initialVae } from '../../model/initial.ts';
import type { ConvSpec } from '../../model/layer/conv.ts';
import type { LayerSpec } from '../../model/layer/kinds.ts';
import { layersOf } from '../../model/layer/text.ts';
import type { ImageShape } from '../../model/layer/window.ts';
import {
  type ClassifierNetwork,
  type DenseClassifier,
  type DenseVae,
  denseClassifier,
  denseVae,
  type Output,
  type VaeNetwork,
} from '../../model/network.ts';
import type { OptimizerKind } from '../../model/optimizer.ts';
import { Purpose, type Seed, Stream } from '../../random/stream.ts';
import type { ClassifierLane, CohortShape, VaeLane } from '../port.ts';
import { createFeed, type Feed } from './feed.ts';
import { addScaleLayer } from './scale-layer.ts';

/** What one test trains: shapes, a lane and its rows. */
interface Case<Network, Lane> {
  readonly title: string;
  readonly shape: CohortShape<Network>;
  readonly lane: Lane;
  readonly feed: Feed;
}
export type VaeCase = Case<VaeNetwork, VaeLane>;
export type ClassifierCase = Case<ClassifierNetwork, ClassifierLane>;

interface Settings {
  readonly title: string;
  readonly seed?: Seed;
  readonly batchSize?: number;
  readonly optimizer?: OptimizerKind;
  readonly learningRate?: number;
  readonly sizes?: readonly number[];
  readonly multiset?: boolean;
  readonly weighted?: boolean;
}
export interface VaeSettings extends Settings {
  readonly network?: Partial<DenseVae>;
  /** In the place of what these sizes make of a network. */
  readonly parts?: Partial<VaeNetwork>;
  readonly lossWeights?: VaeLane['lossWeights'];
  readonly dropout?: number;
}
export interface ClassifierSettings extends Settings {
  readonly network?: Partial<DenseClassifier>;
  /** In the place of what these sizes make of a network. */
  readonly parts?: Partial<ClassifierNetwork>;
}

const DECK_VAE: DenseVae = {
  features: 10,
  hiddenSizes: [10, 10],
  latentSize: 2,
  classes: 2,
  reconstruction: 'bce',
  reduction: 'mean',
};

export function vaeCase(settings: VaeSettings): VaeCase {
  const { title, seed = [1, 2], lossWeights, dropout = 0, learningRate = 1e-3 } = settings;
  const network = { ...denseVae({ ...DECK_VAE, ...settings.network }), ...settings.parts };
  return {
    title,
    shape: shapeOf(network, settings),
    lane: {
      seed,
      parameters: withBiases(initialVae(network, seed), seed),
      lossWeights: lossWeights ?? { reconstruction: 1, kl: 0.5, prediction: 0.25 },
      dropout,
      learningRate,
    },
    feed: feedOf(network, settings, seed),
  };
}

export function classifierCase(settings: ClassifierSettings): ClassifierCase {
  const { title, seed = [3, 4], learningRate = 1e-3 } = settings;
  const network = {
    ...denseClassifier({ features: 10, hiddenSizes: [], classes: 2, ...settings.network }),
    ...settings.parts,
  };
  return {
    title,
    shape: shapeOf(network, settings),
    lane: { seed, parameters: withBiases(initialClassifier(network, seed), seed), learningRate },
    feed: feedOf(network, settings, seed),
  };
}

function shapeOf<Network>(network: Network, { batchSize = 16, optimizer = 'rmsprop' }: Settings) {
  return { network, batchSize, optimizer };
}

function feedOf(network: { features: number; classes: number }, settings: Settings, seed: Seed): Feed {
  const { sizes = [48], multiset = false, weighted = false } = settings;
  const { features: columns, classes } = network;
  return createFeed({ columns, classes, sizes, multiset, weighted }, seed);
}

/** Initial biases are zero, which would hide a bias that is left out: move every parameter a little. */
function withBiases(parameters: Float32Array, seed: Seed): Float32Array {
  const stream = new Stream(seed, Purpose.search);
  return parameters.map((value) => value + 0.2 * (stream.uniform() - 0.5));
}

/** Variations that the VAE and the classifier share. */
const COMMON: readonly Settings[] = [
  { title: 'whole batches' },
  { title: 'adam', optimizer: 'adam' },
  { title: 'a partial last batch', sizes: [42] },
  { title: 'a last batch of one row', sizes: [33] },
  { title: 'batch size 1', batchSize: 1, sizes: [9] },
  { title: 'batch size 7', batchSize: 7, sizes: [40] },
  { title: 'a batch larger than the data', batchSize: 64, sizes: [21] },
  { title: 'the batch size of the deck', batchSize: 160, sizes: [400] },
  { title: 'one row', batchSize: 4, sizes: [1] },
  { title: 'several sources, a multiset of rows', sizes: [14, 5, 20], multiset: true },
  { title: 'row weights', sizes: [20, 25], multiset: true, weighted: true },
];

/** By kinds of columns: numbers, a category, yes or no, and a category at the end. */
const MIXED: readonly Output[] = [
  { kind: 'logit_normal', features: 2 },
  { kind: 'softmax', features: 3 },
  { kind: 'bernoulli', features: 2 },
  { kind: 'logit_normal', features: 1 },
  { kind: 'softmax', features: 2 },
];

/** What tables ask for. An engine that lacks one of these refuses it in words. */
export const TABLE_CASES: readonly VaeCase[] = [
  { title: 'outputs by kinds of columns', network: { reconstruction: MIXED } },
  {
    title: 'outputs by kinds of columns, in sums, three classes, a partial last batch',
    sizes: [42],
    network: { reconstruction: MIXED, reduction: 'sum', classes: 3 },
    multiset: true,
    weighted: true,
  },
  {
    title: 'numbers alone, no hidden layer, adam',
    optimizer: 'adam',
    network: { hiddenSizes: [], reconstruction: [{ kind: 'logit_normal', features: 10 }] },
  },
  { title: 'one category', network: { reconstruction: [{ kind: 'softmax', features: 10 }] } },
  { title: 'yes or no alone', network: { reconstruction: [{ kind: 'bernoulli', features: 10 }] } },
  {
    title: 'outputs by kinds of columns, prediction alone',
    network: { reconstruction: MIXED },
    lossWeights: { reconstruction: 0, kl: 0, prediction: 1 },
  },
  { title: 'the class as an input', network: { conditional: true }, dropout: 0.3 },
  {
    title: 'one of four classes as an input, outputs by kinds of columns',
    sizes: [37],
    network: { conditional: true, classes: 4, reconstruction: MIXED },
  },
  { title: 'the class as an input, no hidden layer', network: { conditional: true, hiddenSizes: [] } },
  { title: 'a KL that warms up', network: { klWarmup: 4 } },
  {
    title: 'free bits',
    network: { latentSize: 6, freeBits: 0.02, reduction: 'sum' },
    sizes: [42],
    weighted: true,
  },
  {
    title: 'free bits that never are enough, and a KL that warms up',
    network: { freeBits: 100, klWarmup: 7 },
  },
].map((settings) => vaeCase(settings as VaeSettings));

export const VAE_CASES: readonly VaeCase[] = [
  ...COMMON,
  { title: 'three classes', network: { classes: 3 } },
  { title: 'no hidden layer', network: { hiddenSizes: [] } },
  { title: 'three hidden layers', network: { hiddenSizes: [9, 7, 5], latentSize: 3 } },
  { title: 'one of everything', network: { features: 1, hiddenSizes: [1], latentSize: 1 } },
  { title: 'wide layers', network: { features: 37, hiddenSizes: [33, 17], latentSize: 5, classes: 5 } },
  { title: 'dropout, as in the deck', network: { hiddenSizes: [20, 20], latentSize: 30 }, dropout: 0.3 },
  { title: 'dropout, a partial last batch', batchSize: 10, sizes: [33], dropout: 0.5 },
  { title: 'squared error', network: { reconstruction: 'mse' } },
  { title: 'sums', network: { reduction: 'sum' } },
  {
    title: 'squared error in sums, adam',
    optimizer: 'adam',
    network: { reconstruction: 'mse', reduction: 'sum' },
  },
  { title: 'reconstruction alone', lossWeights: { reconstruction: 1, kl: 0, prediction: 0 } },
  { title: 'KL alone', lossWeights: { reconstruction: 0, kl: 1, prediction: 0 } },
  { title: 'prediction alone', lossWeights: { reconstruction: 0, kl: 0, prediction: 1 } },
].map((settings) => vaeCase(settings as VaeSettings));

/** Networks that no sweep asks for yet, and what an engine says that lacks what they need. */
export const FUTURE_CASES: readonly (VaeCase & { readonly refusal: RegExp })[] = [
  {
    ...vaeCase({
      title: 'a new kind of layer',
      parts: { hidden: [{ kind: 'dense', units: 6 }, addScaleLayer()] },
    }),
    refusal: /^has layers of kind .*encoder\.1 \(scale\)/,
  },
  {
    ...vaeCase({
      title: 'two outputs',
      parts: {
        outputs: [
          { kind: 'sigmoid', features: 4, loss: 'bce' },
          { kind: 'sigmoid', features: 6, loss: 'mse' },
        ],
      },
    }),
    refusal: /^makes one output .*not 2/,
  },
];

export const CLASSIFIER_CASES: readonly ClassifierCase[] = [
  ...COMMON,
  { title: 'three classes', network: { classes: 3 } },
  { title: 'a hidden layer', network: { hiddenSizes: [8] } },
  { title: 'three hidden layers, four classes', network: { hiddenSizes: [9, 6, 5], classes: 4 } },
  { title: 'wide layers', network: { features: 37, hiddenSizes: [33], classes: 5 } },
  {
    title: 'dropout of features and of units, twice, and of nothing',
    sizes: [37],
    batchSize: 10,
    network: { classes: 3 },
    parts: {
      hidden: layersOf([
        ...['dropout 0.1', 'dense 7', 'dropout 0.25', 'dropout 0.5', 'dropout 0', 'dense 5', 'dropout 0.3'],
      ]),
    },
  },
  {
    title: 'dropout of an image, and nothing else',
    network: { features: 12 },
    parts: { shape: [3, 4, 1] as const, hidden: layersOf(['dropout 0.5']) },
  },
  {
    title: 'dense layers over an image',
    network: { features: 9 },
    parts: { shape: [3, 3, 1] as const, hidden: layersOf(['dense 5']) },
  },
].map((settings) => classifierCase(settings));

type ImageSettings = Settings & {
  readonly shape: ImageShape;
  readonly hidden: readonly LayerSpec[];
  readonly classes?: number;
};

const conv = (
  filters: number,
  size: ConvSpec['size'],
  { stride = 1, padding = 'same' }: Partial<ConvSpec> = {},
): ConvSpec => ({ kind: 'conv', filters, size, stride, padding });
const pool = (size: number): LayerSpec => ({ kind: 'pool', size });
const dropout = (rate: number): LayerSpec => ({ kind: 'dropout', rate });
const dense = (units: number): LayerSpec => ({ kind: 'dense', units });

const SMALL: Pick<ImageSettings, 'shape' | 'hidden' | 'classes'> = {
  shape: [6, 6, 1],
  hidden: [conv(4, [3, 3]), pool(2), dense(6)],
  classes: 3,
};

/** Of images. An engine that lacks one of their layers refuses it in words. */
export const IMAGE_CASES: readonly ClassifierCase[] = [
  ...COMMON.map((settings) => ({ ...SMALL, ...settings })),
  { title: 'two classes, no dense layer', shape: [4, 5, 1], hidden: [conv(3, [3, 3])] },
  {
    title: 'colours, whole windows alone',
    shape: [7, 6, 3],
    hidden: [conv(5, [3, 2], { padding: 'valid' })],
  },
  { title: 'a stride', shape: [7, 8, 2], hidden: [conv(6, [3, 3], { stride: 2 }), dense(4)], classes: 4 },
  {
    title: 'a stride of whole windows, longer than they are',
    shape: [8, 9, 2],
    hidden: [conv(3, [2, 2], { stride: 3, padding: 'valid' })],
  },
  {
    title: 'windows as large as the image',
    shape: [4, 3, 2],
    hidden: [conv(7, [4, 3], { padding: 'valid' })],
  },
  { title: 'windows larger than the image', shape: [2, 3, 1], hidden: [conv(4, [5, 7])] },
  { title: 'one pixel', shape: [1, 1, 1], hidden: [conv(1, [1, 1])] },
  { title: 'pooling that leaves pixels over', shape: [7, 5, 2], hidden: [conv(4, [3, 3]), pool(3)] },
  { title: 'pooling alone', shape: [6, 4, 3], hidden: [pool(2)], classes: 3 },
  {
    title: 'dropout of an image, of channels, of pooled ones and of units',
    shape: [6, 5, 1],
    hidden: [
      ...[dropout(0.1), conv(5, [3, 3]), dropout(0.3), pool(2), dropout(0.5), dense(7), dropout(0.25)],
    ],
    sizes: [37],
    batchSize: 10,
  },
  {
    title: 'dropout twice, and of nothing',
    shape: [4, 3, 1],
    hidden: [conv(3, [3, 3]), dropout(0.25), dropout(0.5), dropout(0), dense(5)],
  },
  {
    title: 'two convolutions on end, then one more, with pooling',
    shape: [4, 5, 1],
    hidden: [conv(6, [3, 3]), conv(5, [3, 3]), pool(2), conv(7, [3, 3]), pool(2), dense(5), dense(4)],
    classes: 5,
    sizes: [20, 13],
    multiset: true,
    weighted: true,
  },
].map((settings) => {
  const { shape, hidden, ...rest } = settings as ImageSettings;
  const features = shape.reduce((product, n) => product * n, 1);
  return classifierCase({
    ...rest,
    network: { features, classes: rest.classes ?? 2 },
    parts: { shape, hidden },
  });
});

type ImageVaeSettings = VaeSettings &
  Pick<ImageSettings, 'shape' | 'hidden'> & { readonly judging?: LayerSpec[] };

/** A VAE over images of 6 x 6. */
const SMALL_VAE: Pick<ImageVaeSettings, 'shape' | 'hidden' | 'judging' | 'network'> = {
  shape: [6, 6, 1],
  hidden: [conv(4, [3, 3]), pool(2), conv(6, [3, 3], { stride: 2 }), dense(9)],
  judging: [conv(3, [3, 3], { stride: 2 })],
  network: { classes: 3, latentSize: 3 },
};

const imageVae = (settings: ImageVaeSettings): VaeCase => {
  const { shape, hidden, judging = [], network, ...rest } = settings;
  const features = shape.reduce((product, n) => product * n, 1);
  return vaeCase({ ...rest, network: { ...network, features }, parts: { shape, hidden, judging } });
};

/** VAEs of images, by their layers. */
export const IMAGE_VAE_LAYERS: readonly VaeCase[] = [
  { ...SMALL_VAE, title: 'dropout', dropout: 0.3, sizes: [37], batchSize: 10 },
  { ...SMALL_VAE, title: 'the class as an input', network: { conditional: true }, dropout: 0.2 },
  { ...SMALL_VAE, title: 'one of four classes as an input', network: { conditional: true, classes: 4 } },
  {
    title: 'convolutions alone, the class beside their channels',
    shape: [4, 5, 1],
    hidden: [conv(3, [3, 3])],
    network: { conditional: true, classes: 3 },
  },
  {
    title: 'squared error in sums, colours, whole windows alone',
    shape: [7, 6, 3],
    hidden: [conv(5, [3, 2], { padding: 'valid' }), conv(4, [3, 3], { padding: 'valid' })],
    network: { reconstruction: 'mse', reduction: 'sum' },
  },
  {
    title: 'a stride of whole windows, pixels that none has',
    shape: [7, 8, 2],
    hidden: [conv(3, [2, 2], { stride: 3, padding: 'valid' }), dense(5)],
    judging: [conv(4, [3, 3]), pool(2), dense(4)],
  },
  {
    title: 'windows larger than the image, pooling that leaves pixels over, dense layers',
    shape: [5, 7, 1],
    hidden: [conv(7, [6, 8]), pool(3), dense(6), dense(5)],
    network: { latentSize: 1, classes: 5 },
    multiset: true,
    weighted: true,
    sizes: [20, 13],
  },
  {
    title: 'pooling twice on end, a head that pools',
    shape: [9, 8, 1],
    hidden: [conv(4, [3, 3]), pool(2), pool(2)],
    judging: [pool(2), conv(3, [3, 3]), pool(2)],
  },
  { title: 'dense layers over an image', shape: [3, 3, 1], hidden: [dense(5)], judging: [conv(3, [2, 2])] },
  { title: 'no hidden layer', shape: [3, 4, 1], hidden: [], judging: [conv(2, [3, 3]), dense(4)] },
  {
    title: 'free bits and a KL that warms up',
    ...SMALL_VAE,
    network: { latentSize: 5, freeBits: 0.02, klWarmup: 4, reduction: 'sum' },
  },
  {
    title: 'prediction alone',
    ...SMALL_VAE,
    lossWeights: { reconstruction: 0, kl: 0, prediction: 1 },
  },
  {
    title: 'outputs of another kind, by a dense layer',
    shape: [4, 3, 1],
    hidden: [conv(3, [3, 3])],
    network: { reconstruction: [{ kind: 'logit_normal', features: 12 }] },
  },
].map((settings) => imageVae(settings as ImageVaeSettings));

/** All of them. An engine that lacks one of their layers refuses it in words. */
export const IMAGE_VAE_CASES: readonly VaeCase[] = [
  ...COMMON.filter(({ batchSize = 0 }) => batchSize < 100).map((settings) =>
    imageVae({ ...SMALL_VAE, ...settings }),
  ),
  ...IMAGE_VAE_LAYERS,
];
