import { describe, expect, test } from 'vitest';
import { checkJob, checkPresence, checkResult } from './check.ts';
import { exampleJob, exampleResult } from './fixtures/examples.ts';

test.each([1, 2, 3, 5])('a job of version %i is refused in words that name both versions', (v) => {
  expect(() => checkJob({ ...exampleJob(1), v })).toThrow(
    `A job message has version ${v}; this program reads version 4.`,
  );
});

test('a job whose config has a parameter of another version is refused by its name', () => {
  const job = exampleJob(1);
  expect(checkJob(job)).toEqual(job);
  expect(() => checkJob({ ...job, config: { ...job.config, toy: 3 } })).toThrow(
    "A job message is malformed at 'config': A config has toy = 3, which no config of this version has.",
  );
});

test('a message of another version names its worker', () => {
  const presence = { v: 1, worker: 'gpu-3', version: '0.1.0' };
  expect(() => checkPresence(presence)).toThrow(
    'A presence message of gpu-3 has version 1; this program reads version 4.',
  );
});

describe('of a program of the user’s own', () => {
  const config = { arm: 'x', epochs: -1, 'opt.lr': 1e-5, '--flag': true, sizes: [64, 'x', false], none: [] };
  const job = { ...exampleJob(1), engine: 'program@1', config };

  test('a job has any config of plain values', () => {
    expect(checkJob(job)).toEqual(job);
  });

  test.each<[string, unknown]>([
    ['null', null],
    ['an object', { b: 1 }],
    ['a list of lists', [[1]]],
    ['no number', Number.NaN],
    ['an infinite one', [1, Number.POSITIVE_INFINITY]],
  ])('no job has %s in its config', (_, value) => {
    expect(() => checkJob({ ...job, config: { a: value } })).toThrow(
      "A job message is malformed at 'config.a'",
    );
  });

  test('a job has a config of ours where an engine of ours is to run it', () => {
    expect(() => checkJob({ ...job, engine: 'simd@1', config: { lr: 1 } })).toThrow(
      "A job message is malformed at 'config'",
    );
  });

  const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);
  const named = (count: number) => Object.fromEntries(numbers(count).map((i) => [`m${i}`, i]));
  const result = (measures: unknown, curves: unknown = {}) => ({
    ...{ ...exampleResult(1), program: true },
    result: { outcome: 'completed', measures, curves },
  });

  test('a result says what it ran in and what it left, within bounds', () => {
    const artifact = { name: 'a/b', sha256: 'a'.repeat(64), bytes: 3 };
    const ran = { host: 'here', packages: { torch: '2.15' } };
    const message = { ...result({}), ran, artifacts: [artifact] };
    expect(checkResult(message)).toMatchObject({ ran, artifacts: [artifact] });
    for (const bad of [
      { ran: { host: 'x'.repeat(20_000) } },
      { ran: { host: 3 } },
      { artifacts: [{ ...artifact, sha256: '../../x' }] },
      { artifacts: [{ ...artifact, bytes: -1 }] },
      { artifacts: Array.from({ length: 101 }, () => artifact) },
    ])
      expect(() => checkResult({ ...message, ...bad })).toThrow(
        expect.objectContaining({ code: 'bad_message' }),
      );
  });

  test('a result has measures and curves of any names', () => {
    const curves = { step: numbers(500), 'val/loss': [Number.NaN, 1] };
    const message = result({ ...named(99), 'a.b/C-1_': Number.NEGATIVE_INFINITY }, curves);
    expect(checkResult(message)).toEqual(message);
    const failed = { ...message, result: { outcome: 'failed', error: 'exit_code: 1' } };
    expect(checkResult(failed)).toEqual(failed);
  });

  test.each<[string, unknown, unknown?]>([
    ['101 measures', named(101)],
    ['a name with a blank', { 'a b': 1 }],
    ['a name that is too long', { ['x'.repeat(65)]: 1 }],
    ['an empty name', { '': 1 }],
    ['a text for a number', { a: '1' }],
    ['a list for a number', { a: [1] }],
    ['a curve of 501 points', {}, { a: numbers(501) }],
    ['a curve of texts', {}, { a: ['x'] }],
    ['101 curves', {}, Object.fromEntries(numbers(101).map((i) => [`m${i}`, [i]]))],
  ])('no result has %s', (_, measures, curves) => {
    expect(() => checkResult(result(measures, curves))).toThrow(
      expect.objectContaining({ code: 'bad_message', message: expect.stringContaining("'result.") }),
    );
  });

  test('of what is trained here names that are not known are left out, and no curve is too long', () => {
    const { program: _, ...ours } = result({ test_f1: 1, toy: 2 }, { vae_loss: numbers(501), toy: [1] });
    expect(checkResult(ours).result).toEqual({
      ...{ outcome: 'completed', measures: { test_f1: 1 } },
      curves: { vae_loss: numbers(501) },
    });
  });
});
