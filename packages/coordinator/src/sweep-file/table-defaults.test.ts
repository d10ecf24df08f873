import { canonicalConfig, type ParameterValue } from '@latentsweep/core';
import { expect, test } from 'vitest';
import { createSearcher, sampleOf } from '../search/searcher.ts';
import { parse, withParameters } from './fixtures.ts';
import { laterDefaults, TABLE_DEFAULTS } from './table-defaults.ts';

const TABLE = 'dataset: { path: x.csv, target: y }';
const of = (top: string, lines = 'arm: { values: [oversample, vae_mixing, vae_boundary] }') =>
  parse(`${top}\n${withParameters(lines)}`).definition;
const values = ({ parameters }: ReturnType<typeof of>): Record<string, ParameterValue> =>
  Object.fromEntries(
    parameters.flatMap(({ name, distribution }) =>
      distribution.kind === 'constant' ? [[name, distribution.value]] : [],
    ),
  );

test('are written into the configs of a table, each unless the file names it', () => {
  expect(values(of(TABLE))).toEqual({ minority_rate: 1, ...TABLE_DEFAULTS });
  const own = of(TABLE, 'patience: { value: 3 }\nsteps_per_epoch: { values: [5, 7] }');
  const { steps_per_epoch: _, ...others } = TABLE_DEFAULTS;
  expect(values(own)).toEqual({ minority_rate: 1, ...others, patience: 3 });
});

test('are the deck’s on simulated rows, and on tables whose file asks for them', () => {
  expect(values(of(''))).toEqual({});
  expect(values(of(`${TABLE}\ndefaults: deck`))).toEqual({ minority_rate: 1 });
});

test('are the same on images, whose pixels every VAE decodes as shares of light', () => {
  const images = 'dataset: { kind: images, path: x.csv }';
  const pixels = { minority_rate: 1, reconstruction: 'bce' };
  expect(values(of(images))).toEqual({ ...TABLE_DEFAULTS, ...pixels });
  const { configs } = sampleOf(
    createSearcher(of(images, 'arm: { values: [vae_mixing, vae_conditional] }')),
    9,
  );
  expect(configs).toMatchObject([{ reconstruction: 'bce' }, { reconstruction: 'bce' }]);
  expect(values(of(`${images}\ndefaults: deck`))).toEqual(pixels);
  expect(values(of(images, 'reconstruction: { value: mixed }'))).toMatchObject({ reconstruction: 'mixed' });
});

test('make as many steps for every arm', () => {
  const { configs } = sampleOf(createSearcher(of(TABLE)), 10);
  const steps = configs.map((config) => {
    const { steps_per_epoch, classifier_epochs } = config as unknown as Record<string, number>;
    return steps_per_epoch! * classifier_epochs!;
  });
  expect(steps).toHaveLength(3);
  expect(new Set(steps)).toEqual(new Set([1000]));
});

test('that came later are told from what the earlier sweep of a file had', () => {
  const now = of(TABLE);
  const before = of(`${TABLE}\ndefaults: deck`);
  expect(laterDefaults(now, before)).toEqual(Object.keys(TABLE_DEFAULTS));
  expect(laterDefaults(now, now)).toEqual([]);
  expect(laterDefaults(before, before)).toEqual([]);
  expect(laterDefaults(of(''), before)).toEqual([]);
});

test('name parameters, with values that they may have', () => {
  const config = canonicalConfig({ arm: 'vae_mixing', ...TABLE_DEFAULTS });
  expect(config).toMatchObject(TABLE_DEFAULTS);
});
