import type { KnownSweep } from '@latentsweep/store';
import { describe, expect, test } from 'vitest';
import { axisOf, cutOf, noteOfMore, placeOn, valuesOfBins, valuesOfConfigs } from './axis.ts';

const NUMBER = { name: 'loss_weights.kl', column: 'loss_weights_kl', numeric: true };
const LIST = { name: 'hidden_sizes', column: 'hidden_sizes', numeric: false };

const sweepWith = (distribution?: unknown) =>
  ({
    definition: { parameters: distribution ? [{ name: 'loss_weights.kl', distribution }] : [] },
  }) as unknown as KnownSweep;
const numbers = (count: number, of: (i: number) => number) => Array.from({ length: count }, (_, i) => of(i));

describe('an axis', () => {
  test('of many numbers is one of numbers, logarithmic as they were searched', () => {
    const values = valuesOfConfigs(
      NUMBER,
      numbers(13, (i) => (i + 1) / 10),
    );
    const axis = (kind?: string) => axisOf(sweepWith(kind && { kind, min: 0, max: 1 }), values);
    expect(axis('uniform')).toEqual({
      ...{
        parameter: 'loss_weights.kl',
        column: 'loss_weights_kl',
        kind: 'number',
        low: 0.1,
        high: 1.3,
        log: false,
      },
    });
    expect(axis('log_uniform_values')).toMatchObject({ log: true });
    expect(axis('inv_log_uniform_values')).toMatchObject({ log: true });
    expect(axis('log_normal')).toMatchObject({ log: true });
  });

  test('of listed numbers is logarithmic where they are far apart, and none is 0', () => {
    const of = (first: number) => valuesOfConfigs(NUMBER, [first, ...numbers(13, (i) => 2 ** i)]);
    expect(axisOf(sweepWith({ kind: 'categorical', values: [] }), of(0.5))).toMatchObject({ log: true });
    expect(axisOf(sweepWith(), of(0.5))).toMatchObject({ log: true });
    expect(axisOf(sweepWith(), of(0))).toMatchObject({ log: false, low: 0 });
    expect(axisOf(sweepWith({ kind: 'uniform' }), of(0.5))).toMatchObject({ log: false });
  });

  test('of few numbers has a place for each, in their order', () => {
    const axis = axisOf(sweepWith(), valuesOfConfigs(NUMBER, [10, 2, null, 1e-7, 10]));
    expect(axis).toMatchObject({ kind: 'choices', choices: ['1e-7', '2', '10'], more: 0 });
    expect([10, 2, 3, null].map((value) => placeOn(axis, value))).toEqual([2, 1, null, null]);
  });

  test('of 10,000 lists shows the commonest, and says so', () => {
    const values = numbers(10_000, (i) => i).map((i) => `[${i}]`);
    const axis = axisOf(sweepWith(), valuesOfConfigs(LIST, ['[9999]', ...values]));
    expect(axis).toMatchObject({
      kind: 'choices',
      more: 9970,
      choices: expect.arrayContaining(['[9999]', '[0]']),
    });
    expect(noteOfMore(axis)).toEqual(['hidden_sizes has 10,000 values; the 30 commonest are shown.']);
    expect([placeOn(axis, '[9999]'), placeOn(axis, '[5000]')]).toEqual([expect.any(Number), null]);
  });

  test('of bins is as of the values in them', () => {
    const bin = (low: number | string, high: number | string, count: number) => ({
      low,
      high,
      values: count,
      all: 9,
      good: 1,
    });
    const many = valuesOfBins({ ...NUMBER, bins: [bin(0.25, 2, 20), bin(2.5, 2.5, 1), bin(3, 4, 5)] });
    expect(axisOf(sweepWith(), many)).toMatchObject({ kind: 'number', low: 0.25, high: 4 });
    const few = valuesOfBins({
      ...LIST,
      bins: [bin('[3]', '[3]', 1), bin('[1]', '[1]', 1), bin('[2]', '[7]', 4)],
    });
    expect(axisOf(sweepWith(), few)).toMatchObject({ choices: ['[1]', '[3]'], more: 4 });
  });

  test('is cut into equally wide parts of its scale, up to its very ends', () => {
    const of = { parameter: 'p', column: 'p', kind: 'number', low: 0.1, high: 1000 } as const;
    const cut = cutOf({ ...of, log: true }, 4);
    expect(cut).toMatchObject({
      parameter: 'p',
      edges: [0.1, expect.closeTo(1, 9), expect.closeTo(10, 9), expect.closeTo(100, 9), 1000],
    });
    expect(cut.middles[0]).toBeCloseTo(Math.sqrt(0.1), 9);
    expect(cutOf({ ...of, low: 0, log: false }, 2)).toMatchObject({
      edges: [0, 500, 1000],
      middles: [250, 750],
    });
    const choices = { parameter: 'p', column: 'p', kind: 'choices', choices: ['a', 'b'], more: 0 } as const;
    expect(cutOf(choices, 20)).toEqual({ parameter: 'p', choices: ['a', 'b'], middles: [0, 1] });
  });
});
