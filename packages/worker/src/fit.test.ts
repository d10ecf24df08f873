import type { Job } from '@latentsweep/bus';
import { expect, it } from 'vitest';
import { whyNot } from './fit.ts';

const worker = { name: 'w', engineId: 'simd@4', labels: ['a100', 'gpu'] };
const job = (engine: string, requires: string[]) => ({ engine, requires }) as unknown as Job;

it('A worker says why it cannot run a job', () => {
  expect(whyNot(job('simd@4', []), worker)).toBeNull();
  expect(whyNot(job('simd@4', ['gpu']), worker)).toBeNull();
  expect(whyNot(job('simd@5', []), worker)).toBe('w has the engine simd@4, not simd@5');
  expect(whyNot(job('simd@4', ['gpu', 'h100']), worker)).toBe('w does not have the label h100');
});
