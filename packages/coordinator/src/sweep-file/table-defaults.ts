import { type ParameterValue, TABLE_VAE_DEFAULTS, type Values } from '@latentsweep/core';
import type { DatasetDefinition, SweepDefinition, SweptParameter } from '../port.ts';

/** Whatever `defaults` says. Real data are imbalanced as they are: nothing is cut unless the file says so. */
const ALWAYS: Values = { minority_rate: 1 };

/**
 * What a file that names none of them gets on a table, where the deck's schedule, which is for 80,000 rows, ends long
 * before anything is learnt: networks are trained until they get no better, every arm by as many steps, however many rows
 * it makes, and the VAE decodes columns by their kinds.
 */
export const TABLE_DEFAULTS: Values = {
  patience: 10,
  steps_per_epoch: 100,
  classifier_epochs: 10,
  ...TABLE_VAE_DEFAULTS,
};

/** A pixel is a share of light, as which every VAE decodes it: what `mixed` outputs draw of each alone is noise. */
const OF_IMAGES: Values = { ...ALWAYS, reconstruction: 'bce' };

const DEFAULTS = {
  simulated: null,
  program: null,
  table: { always: ALWAYS, data: TABLE_DEFAULTS },
  images: { always: OF_IMAGES, data: { ...TABLE_DEFAULTS, ...OF_IMAGES } },
} as const;

/** The parameters of a file with those that its data set decides. `deck`: the deck's, whatever the data. */
export function withDefaultsOf(
  dataset: DatasetDefinition,
  parameters: readonly SweptParameter[],
  deck: boolean,
): readonly SweptParameter[] {
  const own = DEFAULTS[dataset.kind];
  if (own === null) return parameters;
  const named = new Set(parameters.map(({ name }) => name));
  const defaults: Values = { ...own.always, ...(deck ? {} : own.data) };
  const missing = Object.entries(defaults).filter(([name]) => !named.has(name));
  const given = parameters.map((one): SweptParameter => {
    const otherwise = defaults[one.name];
    return one.when && otherwise !== undefined ? { ...one, otherwise } : one;
  });
  return [...given, ...missing.map(([name, value]) => constant(name, value))];
}

const constant = (name: string, value: ParameterValue): SweptParameter => ({
  name,
  distribution: { kind: 'constant', value },
});

/** Defaults of tables that a file has today and its sweep had not, when an earlier version made it. */
export function laterDefaults(now: SweepDefinition, earlier: SweepDefinition): string[] {
  if (now.dataset.kind !== 'table' || earlier.dataset.kind !== 'table') return [];
  const had = new Set(earlier.parameters.map(({ name }) => name));
  return now.parameters.flatMap(({ name, distribution }) => {
    const isDefault = distribution.kind === 'constant' && distribution.value === TABLE_DEFAULTS[name];
    return isDefault && !had.has(name) ? [name] : [];
  });
}
