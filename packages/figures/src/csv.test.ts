import { expect, test } from 'vitest';
import { csvOf } from './csv.ts';
import type { FigureData } from './figures.ts';
import * as sample from './fixtures/sample.ts';

const linesOf = (data: FigureData) => csvOf(data).trimEnd().split('\n');

test('each figure is a flat table of what it draws', () => {
  const headers: Record<string, string> = {
    history: 'place,config,arm,test_accuracy,half_interval,replicates',
    importance: 'parameter,column,importance',
    parallel: 'config,arm,loss_weights_kl,latent_size,epochs,test_accuracy,half_interval,replicates',
    slice: 'parameter,value,config,arm,test_accuracy,half_interval,replicates',
    contour: 'loss_weights_kl_from,loss_weights_kl_to,latent_size,mean_test_accuracy,configs',
    arms: 'arm,trials,mean,least,lower_quartile,median,upper_quartile,most,collapsed_share',
    'test-vs-validation': 'config,arm,val_accuracy,test_accuracy,replicates',
    edf: 'arm,configs,test_accuracy,share_at_or_below',
  };
  const all = [
    ...[sample.sampleHistory(3), sample.sampleImportance(), sample.sampleParallel(3), sample.sampleSlice(3)],
    ...[sample.sampleContour(), sample.sampleArms(), sample.sampleTestVsValidation(3), sample.sampleEdf()],
  ];
  for (const data of all) {
    const [header, ...rows] = linesOf(data);
    expect(header).toBe(headers[data.figure]);
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(row.split(',')).toHaveLength(header!.split(',').length);
  }
});

test('numbers are in full, what is none is empty, and texts are as users wrote them', () => {
  const point = { ...sample.sampleHistory(1).points[0]!, arm: '=1+1,"x"', mean: 0.1 + 0.2, half: null };
  const data = { ...sample.sampleHistory(1), points: [point, { ...point, mean: Number.NaN }] };
  const [, first, second] = linesOf(data);
  expect(first).toBe(`1,${point.hash},"=1+1,""x""",0.30000000000000004,,10`);
  expect(second).toBe(`1,${point.hash},"=1+1,""x""",,,10`);
});

test('a choice is written as itself, one that a config lacks is empty', () => {
  const lines = linesOf(sample.sampleParallel(40));
  const plain = lines.find((line) => line.includes(',oversample,'))!.split(',');
  expect(plain.slice(1, 4)).toEqual(['oversample', '', '']);
});
