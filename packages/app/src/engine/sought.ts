import type { DataShape } from '@latentsweep/coordinator';
import {
  armNamed,
  classifierOf,
  type DenseVae,
  denseClassifier,
  denseVae,
  layeredVae,
  type Network,
  type ParameterValue,
  parameterNamed,
} from '@latentsweep/core';
import type { CheckedFile } from '../check/check-file.ts';
import { shapeOfData } from '../plan/data-shape.ts';
import { plannedTrials } from '../plan/planned.ts';
import type { Sought } from './engine.ts';
import type { EngineWish } from './engine-wish.ts';
import { mayHaveGpu } from './may-have-gpu.ts';

type Swept = CheckedFile['definition']['parameters'];

/**
 * What an engine must do for a sweep: the networks that its lists of layers make, each as the feed-forward one, by which
 * an engine may be slow; and the kinds of VAEs that it has, small, which an engine has or lacks.
 */
export function soughtFor({ definition, dataset }: Pick<CheckedFile, 'definition' | 'dataset'>): Sought {
  if (definition.dataset.kind === 'program') return { engine: 'auto', networks: [], program: true };
  const data = shapeOfData(definition.dataset, dataset);
  const { features, classes } = data;
  const { parameters } = definition;
  const lists = valuesOf(parameters, 'classifier_layers') as readonly (readonly string[])[];
  const layered = lists
    .filter((layers) => layers.length > 0)
    .map((layers) => classifierOf({ classifier_hidden_sizes: [], classifier_layers: layers }, data));
  const sized = parameters
    .filter(({ name }) => parameterNamed.get(name)!.type === 'integers')
    .flatMap(({ name }) => valuesOf(parameters, name) ?? [])
    .map((sizes) => denseClassifier({ features, hiddenSizes: sizes as readonly number[], classes }));
  return { engine: definition.engine, networks: [...sized, ...layered], needed: vaesOf(parameters, data) };
}

/** The same, to be trained on this machine: how many trials there are decides where it may have a device. */
export const soughtHere = (checked: CheckedFile, wish: EngineWish): Sought => ({
  ...soughtFor(checked),
  trials: mayHaveDevice(wish) ? plannedTrials(checked.definition) : 0,
});

/** By a worker of a cluster, which knows no sweep as it starts: to it any number may come. */
export const soughtByWorker = (wish: EngineWish): Sought => ({
  ...{ engine: 'auto', networks: [], trials: mayHaveDevice(wish) ? Number.POSITIVE_INFINITY : 0 },
});

const mayHaveDevice = ({ allowSoftware = false }: EngineWish): boolean => allowSoftware || mayHaveGpu();

/** The values that a file lists; none of a range, but of one that is a point; the default of what it does not name. */
function valuesOf(parameters: Swept, name: string): readonly ParameterValue[] {
  const swept = parameters.find((parameter) => parameter.name === name);
  if (!swept) return [parameterNamed.get(name)!.default];
  const { distribution } = swept;
  if (distribution.kind === 'constant') return [distribution.value];
  if ('min' in distribution && distribution.min === distribution.max) return [distribution.min];
  return distribution.kind === 'categorical' ? distribution.values : [];
}

function vaesOf(parameters: Swept, data: DataShape): Network[] {
  const arms = valuesOf(parameters, 'arm').map((name) => armNamed.get(String(name))!);
  const vaes = arms.filter(({ kind }) => kind === 'generating');
  if (vaes.length === 0) return [];
  const small = (more: Partial<DenseVae>) =>
    denseVae({
      ...{
        features: 1,
        classes: 2,
        hiddenSizes: [],
        latentSize: 1,
        reconstruction: 'bce',
        reduction: 'mean',
      },
      ...more,
    });
  /** Whether a trial may have something else; a range has. */
  const other = (name: string) => {
    const values = valuesOf(parameters, name);
    return values.length === 0 || values.some((value) => value !== parameterNamed.get(name)!.absentMeans);
  };
  const needed = [
    valuesOf(parameters, 'reconstruction').includes('mixed') &&
      small({ reconstruction: [{ kind: 'logit_normal', features: 1 }] }),
    vaes.some((arm) => arm.kind === 'generating' && arm.conditional) && small({ conditional: true }),
    other('kl_warmup') && small({ klWarmup: 1 }),
    other('free_bits') && small({ freeBits: 1 }),
    ...(valuesOf(parameters, 'encoder_layers') as readonly (readonly string[])[]).map(
      (layers) =>
        layers.length > 0 &&
        layeredVae(small({ features: data.features, classes: data.classes }), layers, data.shape),
    ),
  ];
  return needed.filter((network) => network !== false);
}
