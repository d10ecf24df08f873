import type { DataShape, SweepDefinition } from '@latentsweep/coordinator';
import {
  classifierOf,
  denseVae,
  type Fault,
  InputError,
  layeredVae,
  layersOf,
  misfit,
  type Network,
  type ParameterValue,
  parameterNamed,
  trainingBytes,
  unmirrored,
} from '@latentsweep/core';

/** A thread's kernels can address twice as much, and rows to train on lie there too. */
const MOST_BYTES = 2e9;

type Swept = SweepDefinition['parameters'];
type Reason = Omit<Fault, 'path'>;

/** What lists of layers make networks of. */
interface Kind {
  readonly name: string;
  /** What is against layers that fit; null where nothing is. */
  against(layers: readonly string[]): Reason | null;
  network(layers: readonly string[], data: DataShape, parameters: Swept): Network;
}

const KINDS: readonly Kind[] = [
  {
    name: 'classifier_layers',
    against: () => null,
    network: (layers, data) => classifierOf({ classifier_hidden_sizes: [], classifier_layers: layers }, data),
  },
  {
    name: 'encoder_layers',
    against: noMirror,
    network(layers, { features, classes, shape }, parameters) {
      const latentSize = Math.max(...valuesOf(parameters, 'latent_size').map(Number));
      const plain = { hiddenSizes: [], latentSize, reconstruction: 'bce', reduction: 'mean' } as const;
      return layeredVae(denseVae({ ...plain, features, classes }), layers, shape);
    },
  },
];

const MESSAGES: Readonly<Record<string, string>> = {
  layers_too_large: 'Layers make networks that are too large.',
  layers_not_mirrored: 'No decoder takes layers back.',
};

/**
 * Throws InputError where lists of layers in the file don't fit the rows of its data, can't be taken back by a decoder that
 * has to, or make a network that no thread has the memory for, with a fault for each.
 */
export function checkLayers({ parameters }: SweepDefinition, data: DataShape): void {
  const { shape, features } = data;
  const rows = shape ?? [features];
  const faults = KINDS.flatMap((kind) =>
    valuesOf(parameters, kind.name).flatMap((value): Fault[] => {
      const layers = value as readonly string[];
      const why = misfit(rows, layersOf(layers));
      const fault =
        why === null
          ? (kind.against(layers) ?? tooLarge(layers, kind, data, parameters))
          : unfit(`[${layers}] does not fit: ${why}`, data);
      return fault === null ? [] : [{ ...fault, path: `parameters.${kind.name}` }];
    }),
  );
  const [first] = faults;
  if (!first) return;
  const what = shape ? `images of ${rows.join('x')}` : `rows of ${rows} features, which have no shape`;
  const message = MESSAGES[first.code] ?? `Layers do not fit ${what}.`;
  throw new InputError(first.code, message, 'Correct the file and run the command again.', faults);
}

function unfit(message: string, { shape }: DataShape): Reason {
  const hint = shape
    ? 'Make windows smaller, pad (no `valid`), or leave layers out.'
    : 'Convolutions and pooling are for `dataset: { kind: images }`; other rows take dense layers.';
  return { code: 'layers_do_not_fit', message, hint };
}

function noMirror(layers: readonly string[]): Reason | null {
  const why = unmirrored(layersOf(layers));
  if (why === null) return null;
  const hint = 'Begin with `conv` or `dense`; the parameter `dropout` says what the encoder drops.';
  return { code: 'layers_not_mirrored', message: `[${layers}]: ${why}`, hint };
}

function tooLarge(
  layers: readonly string[],
  { network }: Kind,
  data: DataShape,
  parameters: Swept,
): Reason | null {
  const batch = Math.max(...valuesOf(parameters, 'batch_size').map(Number));
  const bytes = trainingBytes(network(layers, data, parameters), batch);
  if (bytes <= MOST_BYTES) return null;
  const gigabytes = (value: number) => `${(value / 1e9).toFixed(1)} GB`;
  const message = `[${layers}] needs about ${gigabytes(bytes)} a thread at batch_size ${batch}; ${gigabytes(MOST_BYTES)} are the most`;
  const hint = 'Pool earlier, take fewer channels, or a smaller batch_size.';
  return { code: 'layers_too_large', message, hint };
}

/** All that a file gives a parameter, or the ends of its range; its default where it says nothing. */
function valuesOf(parameters: Swept, name: string): readonly ParameterValue[] {
  const distribution = parameters.find((one) => one.name === name)?.distribution;
  if (distribution === undefined) return [parameterNamed.get(name)!.default];
  if (distribution.kind === 'constant') return [distribution.value];
  if (distribution.kind === 'categorical') return distribution.values;
  return 'max' in distribution ? [distribution.max] : [parameterNamed.get(name)!.default];
}
