/** Sweeps by the WebGPU engine, alone and beside threads, on a driver in software where there is one. */

import { describeWithNats, NatsServer } from '@latentsweep/bus/fixtures';
import { afterAll, beforeAll, expect, test } from 'vitest';
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

/** So many trials of nothing much that a device is there before threads have done them all. */
const MANY = SMALL.replace('name: small', 'name: many')
  .replace('replicates: 1', 'replicates: 40')
  .replace('[oversample, vae_mixing]', '[vae_mixing]')
  .replace('epochs: { values: [1, 2] }', 'epochs: { value: 1 }')
  .concat('  latent_size: { distribution: int_uniform, min: 1, max: 4 }\n')
  .concat('  learning_rate: { distribution: q_uniform, min: 0.01, max: 0.25, q: 0.01 }\n');

/** A table of numbers, integers and categories, of which the decoder makes each by its kind. */
const MIXED_CSV = [
  'height,visits,region,sick',
  ...Array.from({ length: 120 }, (_, i) =>
    [
      ((i * 37) % 101) / 7,
      (i * 13) % 9,
      ['north', 'south', 'west'][(i * 5) % 3],
      i % 4 === 0 ? 'yes' : 'no',
    ].join(),
  ),
].join('\n');
const MIXED = `
name: mixed
method: grid
metric: { name: test_accuracy, goal: maximize }
replicates: 1
seed: 1
dataset: { path: mixed.csv, target: sick, positive: yes }
parameters:
  arm: { values: [vae_minority, vae_mixing] }
  reconstruction: { value: mixed }
  epochs: { value: 2 }
  steps_per_epoch: { value: 2 }
  classifier_epochs: { value: 1 }
`;

const BY_WHAT = `select distinct coalesce(r.ran ->> 'device', 'a CPU') as device
  from trials t left join trial_runs r on r.trial_id = t.id order by 1`;

onSoftwareDriver(import.meta.url, () => {
  const timeout = 600_000;
  let place: Workplace;
  beforeAll(async () => {
    place = await openWorkplace();
    await place.write('small.yaml', SMALL);
    await place.write('many.yaml', MANY);
    await place.write('mixed.yaml', MIXED);
    await place.write('mixed.csv', MIXED_CSV);
    // The self-test, which is kept: threads would be done with all before it ends.
    await place.start('doctor', '--allow-software').ended;
  }, timeout);
  afterAll(() => place.remove());

  let stores = 0;
  /** Runs it in a store of its own; resolves to its result hash, what computed its trials, and what it said. */
  async function run(file: string, ...options: string[]) {
    const store = ['--store', `store-${++stores}`];
    const { code, err } = await place.start('run', file, ...options, ...store).ended;
    expect(code, err).toBe(0);
    return { ...(await read(file.replace('.yaml', ''), ...store)), err };
  }
  async function read(sweep: string, ...store: string[]) {
    const { code, out: checksum, err } = await place.sweep('show', sweep, '--checksum', ...store);
    expect(code, err).toBe(0);
    const { out } = await place.sweep('sql', BY_WHAT, '-f', 'csv', ...store);
    return { checksum, devices: out.trim().split('\n').slice(1) };
  }
  const cpus = new Map<string, ReturnType<typeof run>>();
  function onCpu(file: string) {
    const ran = cpus.get(file) ?? run(file, '--engine', 'simd');
    cpus.set(file, ran);
    return ran;
  }
  const SOFTWARE = expect.stringMatching(/swiftshader/i);

  test.each(['small.yaml', 'mixed.yaml'])(
    'sweep run %s --engine webgpu has the results of the SIMD engine, bit for bit',
    { timeout },
    async (file) => {
      const cpu = await onCpu(file);
      const gpu = await run(file, '--engine', 'webgpu', '--allow-software');
      expect(cpu.devices).toEqual(['a CPU']);
      expect(gpu.devices).toEqual([SOFTWARE]);
      expect(gpu.checksum).toBe(cpu.checksum);
    },
  );

  test('sweep run trains on a device beside its threads, with the same results', { timeout }, async () => {
    const cpu = await onCpu('many.yaml');
    const both = await run('many.yaml', '--slots', '1', '--allow-software');
    expect(both.err).toMatch(/swiftshader\S* trains too/i);
    expect(both.devices).toEqual(['a CPU', SOFTWARE]);
    expect(both.checksum).toBe(cpu.checksum);
  });

  describeWithNats('on a cluster', () => {
    let nats: NatsServer;
    beforeAll(async () => {
      nats = await NatsServer.start();
    });
    afterAll(() => nats.remove());

    test('sweep worker takes jobs by a thread and by a device, with the same results', {
      timeout,
    }, async () => {
      const cpu = await onCpu('many.yaml');
      const bus = ['--bus', nats.url];
      const worker = place.start('worker', ...bus, '--slots', '1', '--allow-software');
      await worker.says(/swiftshader\S* trains too/i);
      const serving = place.start('serve', ...bus);
      expect(await place.sweep('submit', 'many.yaml', ...bus)).toMatchObject({ code: 0 });
      expect(await place.start('watch', 'many').ended).toMatchObject({ code: 0 });
      const workers = JSON.parse((await place.sweep('workers', '-f', 'json')).out);
      expect(workers).toMatchObject([{ device: SOFTWARE }]);
      for (const { child, ended } of [worker, serving]) {
        child.kill('SIGTERM');
        expect((await ended).code).toBe(0);
      }
      const both = await read('many');
      expect(both.devices).toEqual(['a CPU', SOFTWARE]);
      expect(both.checksum).toBe(cpu.checksum);
    });
  });
});
