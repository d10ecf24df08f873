/**
 * Sweeps on the real libtensorflow, which is too large to fetch in every run: LATENTSWEEP_TENSORFLOW is the folder of one that
 * `sweep setup tensorflow` made, or `install` to make one (0.3 GB to fetch, 1.2 GB on the disk for as long as it takes).
 */

import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { layNativePackage } from '../packages/engine-tfjs/src/fixtures/native-package.ts';
import { openWorkplace, TINY, type Workplace } from './sweep-process.ts';

const VERSION = '2.21.0';
const ID = `tfjs@1-tensorflow:${VERSION}`;
const asked = process.env['LATENTSWEEP_TENSORFLOW'];
const installs = asked === 'install';
const given = installs || asked === undefined ? null : resolve(asked);
const INSTALL_MS = 1_200_000;
const RUN_MS = 300_000;

const title = 'sweeps on the real libtensorflow';
if (asked === undefined) {
  describe(title, () => {
    test.skip('are not tried: LATENTSWEEP_TENSORFLOW names none (a folder, or "install")', () => {});
  });
} else {
  describe(title, () => {
    let place: Workplace;
    let folder: string;
    beforeAll(async () => {
      place = await openWorkplace();
      folder = given ?? join(place.folder, 'native');
      const small = TINY.replace('replicates: 2', 'replicates: 1');
      await place.write('first.yaml', small.replace('tiny', 'first'));
      await place.write('more.yaml', small.replace('tiny', 'more').replace('[1, 2]', '[1, 2, 3]'));
      await place.write('later.yaml', small.replace('tiny', 'later').replace('[1, 2]', '[1, 2, 4]'));
    });
    afterAll(() => place.remove());

    test.runIf(installs)(
      'setup makes it in a bare folder, and goes on after it was stopped',
      {
        timeout: INSTALL_MS,
      },
      async () => {
        const setup = ['setup', 'tensorflow', '--to', folder, '--yes'];
        const stopped = place.start(...setup);
        await stopped.says(/^2\/4 tensorflow-cpu/m);
        stopped.child.kill('SIGINT');
        expect(await stopped.ended).toMatchObject({
          code: 130,
          err: expect.stringContaining('Nothing was installed; called again, it goes on where it stopped.'),
        });
        expect(existsSync(folder)).toBe(false);
        const { code, out, err } = await place.start(...setup).ended;
        expect({ code, out }, err).toEqual({ code: 0, out: '' });
        // What npm fetches was there already.
        expect(err).toMatch(
          /^2\/4 tensorflow-cpu 2\.21\.0, from PyPI\n3\/4 .*\n4\/4 .*\nlibtensorflow 2\.21\.0 is installed in /m,
        );
        expect(err).not.toContain('1/4');
        expect((await place.start(...setup).ended).err).toContain(
          `libtensorflow ${VERSION} is there already`,
        );
      },
    );

    test('the doctor shows what it does here', { timeout: RUN_MS }, async () => {
      const { code, out, err } = await place.start('doctor', '--native-folder', folder).ended;
      expect(code, err).toBe(0);
      expect(out).toMatch(
        /^ok +tfjs tensorflow +CPU, by libtensorflow 2\.21\.0: a step takes [\d,]+ µs, of \d+ trials together [\d,]+ µs each$/m,
      );
      expect(out).toMatch(/^info +tfjs tensorflow-gpu +libtensorflow sees no GPU/m);
    });

    const run = (file: string, native: string) =>
      place.start('run', file, '--backend', 'tensorflow', '--native-folder', native).ended;
    const engineOf = async (sweep: string) =>
      (await place.sweep('sql', `select engine from sweeps where slug = '${sweep}'`, '-f', 'csv')).out;
    const accuracies = async (sweep: string): Promise<ReadonlyMap<string, number>> => {
      const { out } = await place.sweep('trials', sweep, '-f', 'json');
      const trials = JSON.parse(out) as Readonly<Record<string, number | string>>[];
      expect(trials.map(({ state }) => state)).toEqual(Array(trials.length).fill('completed'));
      return new Map(
        trials.map(({ arm, latent_size, epochs, test_accuracy }) => [
          JSON.stringify([arm, latent_size, epochs]),
          Number(test_accuracy),
        ]),
      );
    };

    test('a sweep runs on it, with the results of simd but for noise, and nothing of its chatter', {
      timeout: RUN_MS,
    }, async () => {
      const { code, err } = await run('first.yaml', folder);
      expect(code, err).toBe(0);
      expect(err).not.toMatch(/^[IWE]\d{4} |absl|oneDNN/m);
      expect(await engineOf('first')).toBe(`engine\n${ID}\n`);
      expect((await place.start('run', 'first.yaml', '--engine', 'simd').ended).code).toBe(0);
      const [theirs, ours] = [await accuracies('first'), await accuracies('first_2')];
      expect(theirs.size).toBe(6);
      // Of 200 rows, rounding moves one or two over the boundary.
      for (const [key, accuracy] of theirs) {
        expect(Math.abs(accuracy - ours.get(key)!), key).toBeLessThanOrEqual(0.011);
      }
    });

    test('its results are taken over by the same version, and by no other', { timeout: RUN_MS }, async () => {
      const same = await run('more.yaml', folder);
      expect(same.code, same.err).toBe(0);
      expect(same.err).toMatch(/of them taken over/);
      const other = join(place.folder, 'other');
      layNativePackage(other, 'tfjs-node', '2.15.1');
      const second = await run('later.yaml', other);
      expect(second.code, second.err).toBe(0);
      expect(second.err).not.toContain('taken over');
      expect(await engineOf('later')).toBe('engine\ntfjs@1-tensorflow:2.15.1\n');
    });
  });
}
