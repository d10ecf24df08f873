import { denseClassifier, parameterNamed } from '@latentsweep/core';
import type { CheckedFile } from '../check/check-file.ts';
import { shapeOfData } from '../plan/data-shape.ts';
import type { Sought } from './engine.ts';

/**
 * What an engine must do for a sweep, as far as its size goes: the networks that its lists of layers make, each as the
 * feed-forward one.
 */
export function soughtFor({ definition, dataset }: Pick<CheckedFile, 'definition' | 'dataset'>): Sought {
  const { features, classes } = shapeOfData(definition.dataset, dataset);
  const networks = definition.parameters
    .filter(({ name }) => parameterNamed.get(name)!.type === 'integers')
    .flatMap(({ distribution }) => {
      if (distribution.kind === 'constant') return [distribution.value];
      return distribution.kind === 'categorical' ? distribution.values : [];
    })
    .map((sizes) => denseClassifier({ features, hiddenSizes: sizes as readonly number[], classes }));
  return { engine: definition.engine, networks };
}
