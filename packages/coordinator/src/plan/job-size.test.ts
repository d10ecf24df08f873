import { MOST_JOB_BYTES } from '@latentsweep/bus';
import type { SimulatedSpec, TableSpec } from '@latentsweep/core';
import { InputError } from '@latentsweep/core';
import { describe, expect, test } from 'vitest';
import { parseSweep } from '../sweep-file/parse.ts';
import { refuseLargeJobs } from './job-size.ts';

const table = (categorical: readonly string[]): TableSpec => ({
  ...{ kind: 'table', content: 'a'.repeat(64), target: 'y', positive: null, categorical },
  ...{ scale: 'quantile', split: { train: 0.6, validation: 0.2, test: 0.2 }, balance: 'majority' },
});
const columns = (count: number) => Array.from({ length: count }, (_, i) => `column ${i}`);

function refusal(dataset: TableSpec | SimulatedSpec, parameters: string): InputError | null {
  const { definition } = parseSweep(`name: t\nmethod: grid\nparameters: ${parameters}\n`, {
    path: 't.yaml',
    folder: '.',
    engines: [],
  });
  try {
    refuseLargeJobs(definition, dataset, 'simd@1');
    return null;
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
}

describe('a job that the bus of a cluster would refuse', () => {
  test('codes of thousands of columns', () => {
    expect(refusal(table(columns(3000)), '{ latent_size: { values: [2, 3] } }')).toBeNull();
    const refused = refusal(table(columns(10_000)), '{ latent_size: { values: [2, 3] } }')!;
    expect(refused.code).toBe('job_too_big');
    expect(refused.message).toMatch(/takes 1\d\d,\d\d\d bytes, and the bus of a cluster carries 65,536/);
    expect(refused.hint).toContain('10,000 columns in `dataset.categorical`');
    expect(refused.hint).toContain('Without a cluster');
  });

  test('results at thousands of epochs', () => {
    const epochs = (count: number) => `{ epochs: { values: [${columns(count).map((_, i) => i + 1)}] } }`;
    expect(refusal(table([]), epochs(500))).toBeNull();
    expect(refusal(table([]), epochs(1500))!.hint).toContain('1,500 values of `epochs`');
  });

  test('a law of many coefficients', () => {
    const coefficients = Array.from({ length: 200 }, () => Array.from({ length: 100 }, () => 0.1));
    const dataset: SimulatedSpec = {
      ...{ kind: 'simulated', train: 10, validation: 10, test: 10 },
      ...{ coefficients, intercepts: coefficients.map(() => 0) },
    };
    expect(refusal(dataset, '{ latent_size: { values: [2] } }')!.hint).toContain('dataset.coefficients');
  });

  test('the limit is that of the stream of jobs', () => {
    expect(MOST_JOB_BYTES).toBe(65_536);
  });
});
