import type { DataShape, TrialData } from '@latentsweep/coordinator';
import { prepareDataset, type Seed } from '@latentsweep/core';

const SEED: Seed = [1, 2];

/** What the cost of a trial depends on, counted in one replicate's data as trials get them. `seconds`: to prepare those. */
export function shapeOfData({ spec, content }: Pick<TrialData, 'spec' | 'content'>): DataShape & {
  readonly seconds: number;
} {
  const started = performance.now();
  const { train, majority, features, classes, balance } = prepareDataset(spec, SEED, content);
  const seconds = (performance.now() - started) / 1000;
  const majorityRows = train.labels.reduce((n, label) => n + (label === majority ? 1 : 0), 0);
  const minorityRows = train.count - majorityRows;
  return { majorityRows, minorityRows, features, classes, balance, seconds };
}
