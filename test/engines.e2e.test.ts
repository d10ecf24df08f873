/** Sweeps by the TF.js engine, on a machine with neither a GPU nor libtensorflow: on WASM. */

import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { layNativePackage } from '../packages/engine-tfjs/src/fixtures/native-package.ts';
import { LONG, openWorkplace, TINY, type Workplace } from './sweep-process.ts';

/** Accuracies are counts of 2,000 rows: rounding moves a row or two over the boundary. */
const CLOSE = 0.002;

let place: Workplace;
beforeAll(async () => {
  place = await openWorkplace();
  // Several layers and batches, so that jobs of several shapes are cut into cohorts.
  const file = TINY.replace(
    'train: 400, validation: 200, test: 200',
    'train: 4000, validation: 500, test: 2000',
  )
    .replace('replicates: 2', 'replicates: 5')
    .replace('[oversample, vae_mixing]', '[oversample, vae_mixing, vae_boundary]')
    .replace(
      'epochs: { values: [1, 2] }',
      'epochs: { values: [1, 3] }\n  hidden_sizes: { values: [[10, 10], [6]] }',
    );
  await place.write('tiny.yaml', file);
  await place.write('tfjs.yaml', `${file}engine: tfjs\n`);
  await place.write('long.yaml', LONG);
});
afterAll(() => place.remove());

type Trial = Readonly<Record<string, unknown>> & { readonly state: string; readonly test_accuracy: number };

/** By what was asked of them. */
async function trials(sweep: string): Promise<ReadonlyMap<string, Trial>> {
  const { out } = await place.sweep('trials', sweep, '-f', 'json', '-n', '1000');
  const of = ({ arm, latent_size, epochs, hidden_sizes, replicate }: Trial) =>
    JSON.stringify([arm, latent_size, epochs, hidden_sizes, replicate]);
  return new Map((JSON.parse(out) as Trial[]).map((trial) => [of(trial), trial]));
}

const checksum = async (sweep: string) => (await place.sweep('show', sweep, '--checksum')).out;

describe('engine: tfjs', () => {
  test('has the results of the SIMD engine but for noise, and says what it runs on', async () => {
    expect((await place.sweep('run', 'tiny.yaml')).code).toBe(0);
    const { code, err } = await place.sweep('run', 'tiny.yaml', '--engine', 'tfjs', '--slots', '2');
    expect(code).toBe(0);
    expect(err).toMatch(
      /^The engine tfjs runs on wasm .*tensorflow-gpu: .* is not installed; tensorflow: .* is not/m,
    );
    const [simd, tfjs] = [await trials('tiny'), await trials('tiny_2')];
    expect(simd.size).toBe(90);
    expect([...tfjs.keys()].sort()).toEqual([...simd.keys()].sort());
    for (const [key, trial] of tfjs) {
      expect(trial.state, key).toBe('completed');
      const theirs = simd.get(key)!;
      expect(Math.abs(trial.test_accuracy - theirs.test_accuracy), key).toBeLessThanOrEqual(CLOSE);
    }
  });

  test('asked for in the file it is the same sweep, with the same bits at any width and number of threads', async () => {
    const again = await place.sweep('run', 'tfjs.yaml');
    expect(again.err).toContain('Nothing needs to run');
    const bits = await checksum('tiny_2');
    await place.sweep('rm', 'tiny_2', '--yes');
    const { code } = await place.sweep(
      'run',
      'tiny.yaml',
      '--backend',
      'wasm',
      '--cohort',
      '1',
      '--slots',
      '1',
    );
    expect(code).toBe(0);
    expect(await checksum('tiny_2')).toBe(bits);
  });

  test('a sweep that was stopped goes on with the engine that it was begun with', async () => {
    const running = place.start('run', 'long.yaml', '--engine', 'tfjs', '--slots', '1');
    await running.says(/trials to do/);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    running.child.kill('SIGINT');
    expect((await running.ended).code).toBe(130);
    const resumed = place.start('resume', 'long', '--slots', '1');
    await running.ended;
    await resumed.says(/goes on/);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    resumed.child.kill('SIGINT');
    expect(await resumed.ended).toMatchObject({
      code: 130,
      err: expect.not.stringContaining('engine_changed'),
    });
  });

  test('sweep plan measures it', async () => {
    const { out } = await place.sweep('plan', 'tfjs.yaml', '--set', 'name=planned', '-f', 'json');
    expect(JSON.parse(out)).toMatchObject({ engine: expect.stringMatching(/^tfjs@\d+-wasm$/), trials: 90 });
  });
});

describe('libtensorflow, for which a package stands in', () => {
  const run = async (version: string, file: string, ...more: string[]) => {
    layNativePackage(version, 'tfjs-node', version);
    const native = ['--native-folder', version];
    return place.start('run', file, '--backend', 'tensorflow', ...native, ...more).ended;
  };

  test('has results that are taken over for the same version of it, and for no other', async () => {
    const small = TINY.replace('replicates: 2', 'replicates: 1');
    await place.write('library.yaml', small.replace('tiny', 'library'));
    await place.write('more.yaml', small.replace('tiny', 'more').replace('[1, 2]', '[1, 2, 3]'));
    const first = await run('2.15.1', 'library.yaml');
    expect(first.code, first.err).toBe(0);
    const engine = async (sweep: string) =>
      (await place.sweep('sql', `select engine from sweeps where slug = '${sweep}'`, '-f', 'csv')).out;
    expect(await engine('library')).toBe('engine\ntfjs@1-tensorflow:2.15.1\n');
    expect((await run('2.15.1', 'more.yaml')).err).toContain('of them taken over');
    const second = await run('2.21.0', 'library.yaml');
    expect(second.code, second.err).toBe(0);
    expect(second.err).not.toContain('taken over');
    expect(await engine('library_2')).toBe('engine\ntfjs@1-tensorflow:2.21.0\n');
  });

  test('is not exchanged in the middle of a sweep', async () => {
    await place.write('endless.yaml', LONG.replace('long', 'endless'));
    const native = ['--native-folder', '2.15.1'];
    const running = place.start('run', 'endless.yaml', '--backend', 'tensorflow', ...native);
    await running.says(/trials to do/);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    running.child.kill('SIGINT');
    expect((await running.ended).code).toBe(130);
    const other = await place.start('resume', 'endless', '--native-folder', '2.21.0').ended;
    expect(other.code).toBe(2);
    expect(other.err).toContain(
      'error[engine_changed] endless was begun with the engine tfjs@1-tensorflow:2.15.1, but here is tfjs@1-tensorflow:2.21.0',
    );
    expect(other.err).toContain('Go on where tensorflow 2.15.1 is');
  });
});

describe('what is not there', () => {
  test.each([
    ['run', 'tensorflow-gpu', 'setup tensorflow --gpu'],
    ['plan', 'tensorflow', 'setup tensorflow'],
  ])('sweep %s --backend %s says how to get it, and runs nothing', async (command, backend, setup) => {
    const { code, out, err } = await place.sweep(
      ...[command, 'tiny.yaml', '--set', 'name=missing', '--backend', backend],
    );
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(`error[backend_missing] The TF.js backend "${backend}" can't be used here`);
    expect(err).toContain(`${setup}\`.`);
    expect((await place.sweep('list')).out).not.toContain('missing');
  });

  test('but it may be submitted for machines that have it', async () => {
    const { code, out } = await place.sweep(
      ...['submit', 'tiny.yaml', '--set', 'name=elsewhere', '--backend', 'tensorflow-gpu'],
    );
    expect([code, out]).toEqual([0, 'elsewhere\n']);
    expect((await place.sweep('show', 'elsewhere')).out).toMatch(/tfjs@\d+-tensorflow-gpu/);
  });

  test('the doctor says what a GPU node needs, and finds nothing wrong', async () => {
    const { code, out } = await place.sweep('doctor');
    expect(code).toBe(0);
    expect(out).toMatch(/^info +tfjs tensorflow-gpu +libtensorflow is not installed\n +→ Install it/m);
    expect(out).toMatch(/^ok +tfjs wasm +CPU, one core, WebAssembly SIMD: a step takes [\d,]+ µs/m);
    expect(out).toMatch(/^ok +tfjs cpu /m);
  });

  test('libtensorflow may come before a store does', async () => {
    await mkdir('new/.latentsweep/native', { recursive: true });
    const before = process.cwd();
    process.chdir('new');
    try {
      expect((await place.sweep('show', 'tiny')).err).toContain('error[no_store]');
      expect((await place.sweep('run', '../tiny.yaml', '--replicates', '1')).code).toBe(0);
    } finally {
      process.chdir(before);
    }
  });

  test('a fresh install brings no libtensorflow', () => {
    const lock = readFileSync(new URL('../pnpm-lock.yaml', import.meta.url), 'utf8');
    expect(lock).toContain('@tensorflow/tfjs-core@4.22.0');
    expect(lock).not.toContain('tfjs-node');
  });
});
