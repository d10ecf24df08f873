/** A sweep by the WebGPU engine, on a driver in software where there is one. */

import { expect, test } from 'vitest';
import { onSoftwareDriver } from '../packages/engine-webgpu/src/fixtures.ts';
import { openWorkplace, type Workplace } from './sweep-process.ts';

/** The quickstart of the README, as small as can be: a step takes milliseconds in software. */
const SMALL = `
name: small
method: grid
metric: { name: test_accuracy, goal: maximize }
replicates: 1
seed: 1
dataset: { kind: simulated, train: 64, validation: 32, test: 32 }
parameters:
  arm: { values: [oversample, vae_mixing] }
  minority_rate: { value: 0.5 }
  epochs: { values: [1, 2] }
  classifier_epochs: { value: 1 }
`;

const checksum = async (place: Workplace, sweep: string) => {
  const { code, out, err } = await place.sweep('show', sweep, '--checksum');
  expect(code, err).toBe(0);
  return out;
};

onSoftwareDriver(import.meta.url, () => {
  test('sweep run --engine webgpu has the results of the SIMD engine, bit for bit', {
    timeout: 600_000,
  }, async () => {
    const place = await openWorkplace();
    try {
      await place.write('small.yaml', SMALL);
      const cpu = await place.start('run', 'small.yaml', '--engine', 'simd').ended;
      expect(cpu.code, cpu.err).toBe(0);
      const bits = await checksum(place, 'small');
      const listed = await place.sweep('trials', 'small', '-f', 'json');
      expect((JSON.parse(listed.out) as { state: string }[]).map(({ state }) => state)).toEqual(
        Array(4).fill('completed'),
      );
      await place.sweep('rm', 'small', '--yes');
      const gpu = await place.start('run', 'small.yaml', '--engine', 'webgpu', '--allow-software').ended;
      expect(gpu.code, gpu.err).toBe(0);
      expect(gpu.err).toMatch(/swiftshader/i);
      expect(gpu.err).not.toContain('taken over');
      expect(await checksum(place, 'small')).toBe(bits);
    } finally {
      await place.remove();
    }
  });
});
