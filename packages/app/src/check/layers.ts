import type { DataShape, SweepDefinition } from '@latentsweep/coordinator';
import { InputError, layersOf, misfit } from '@latentsweep/core';

const NAME = 'classifier_layers';

/** Throws InputError where lists of layers in the file don't fit the rows of its data, with a fault for each. */
export function checkLayers({ parameters }: SweepDefinition, { shape, features }: DataShape): void {
  const distribution = parameters.find(({ name }) => name === NAME)?.distribution;
  const values =
    distribution?.kind === 'constant'
      ? [distribution.value]
      : distribution?.kind === 'categorical'
        ? distribution.values
        : [];
  const rows = shape ?? [features];
  const hint = shape
    ? 'Make windows smaller, pad (no `valid`), or leave layers out.'
    : 'Convolutions and pooling are for `dataset: { kind: images }`; other rows take dense layers.';
  const faults = values.flatMap((texts) => {
    const why = misfit(rows, layersOf(texts as readonly string[]));
    const message = `[${texts}] does not fit: ${why}`;
    return why === null ? [] : [{ code: 'layers_do_not_fit', path: `parameters.${NAME}`, message, hint }];
  });
  if (faults.length === 0) return;
  const what = shape ? `images of ${rows.join('x')}` : `rows of ${rows} features, which have no shape`;
  const fix = 'Correct the file and run the command again.';
  throw new InputError('layers_do_not_fit', `Layers do not fit ${what}.`, fix, faults);
}
