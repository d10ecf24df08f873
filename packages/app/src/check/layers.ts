import type { DataShape, SweepDefinition } from '@latentsweep/coordinator';
import {
  classifierOf,
  type Fault,
  InputError,
  layersOf,
  misfit,
  type ParameterValue,
  parameterNamed,
  trainingBytes,
} from '@latentsweep/core';

const NAME = 'classifier_layers';

/** A thread's kernels can address twice as much, and rows to train on lie there too. */
const MOST_BYTES = 2e9;

/**
 * Throws InputError where lists of layers in the file don't fit the rows of its data, or make a network that no thread has
 * the memory for, with a fault for each.
 */
export function checkLayers({ parameters }: SweepDefinition, data: DataShape): void {
  const { shape, features } = data;
  const rows = shape ?? [features];
  const faults = valuesOf(parameters, NAME).flatMap((value): Fault[] => {
    const layers = value as readonly string[];
    const why = misfit(rows, layersOf(layers));
    const fault =
      why === null ? tooLarge(layers, data, parameters) : unfit(`[${layers}] does not fit: ${why}`, data);
    return fault === null ? [] : [{ ...fault, path: `parameters.${NAME}` }];
  });
  const [first] = faults;
  if (!first) return;
  const what = shape ? `images of ${rows.join('x')}` : `rows of ${rows} features, which have no shape`;
  const message =
    first.code === 'layers_too_large'
      ? 'Layers make networks that are too large.'
      : `Layers do not fit ${what}.`;
  throw new InputError(first.code, message, 'Correct the file and run the command again.', faults);
}

type Reason = Omit<Fault, 'path'>;

function unfit(message: string, { shape }: DataShape): Reason {
  const hint = shape
    ? 'Make windows smaller, pad (no `valid`), or leave layers out.'
    : 'Convolutions and pooling are for `dataset: { kind: images }`; other rows take dense layers.';
  return { code: 'layers_do_not_fit', message, hint };
}

function tooLarge(
  layers: readonly string[],
  data: DataShape,
  parameters: SweepDefinition['parameters'],
): Reason | null {
  const batch = Math.max(...valuesOf(parameters, 'batch_size').map(Number));
  const network = classifierOf({ classifier_hidden_sizes: [], classifier_layers: layers }, data);
  const bytes = trainingBytes(network, batch);
  if (bytes <= MOST_BYTES) return null;
  const gigabytes = (value: number) => `${(value / 1e9).toFixed(1)} GB`;
  const message = `[${layers}] needs about ${gigabytes(bytes)} a thread at batch_size ${batch}; ${gigabytes(MOST_BYTES)} are the most`;
  const hint = 'Pool earlier, take fewer channels, or a smaller batch_size.';
  return { code: 'layers_too_large', message, hint };
}

/** All that a file gives a parameter, or the ends of its range; its default where it says nothing. */
function valuesOf(parameters: SweepDefinition['parameters'], name: string): readonly ParameterValue[] {
  const distribution = parameters.find((one) => one.name === name)?.distribution;
  if (distribution === undefined) return [parameterNamed.get(name)!.default];
  if (distribution.kind === 'constant') return [distribution.value];
  if (distribution.kind === 'categorical') return distribution.values;
  return 'max' in distribution ? [distribution.max] : [parameterNamed.get(name)!.default];
}
