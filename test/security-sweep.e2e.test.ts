/** A sweep on a cluster as `sweep cluster init` sets it up: what is open, what can be seen, what a reader can do. */

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { allCommandLines, family, listening } from './processes.ts';
import { type SecuredCluster, startSecuredCluster, whyNoCluster } from './secured-cluster.ts';
import { clientOf, connectTo, keyOf, P } from './secured-nats.ts';
import { type Running, SWEEP, startProcess, TINY } from './sweep-process.ts';

const missing = await whyNoCluster();
if (missing !== null && process.env['CI']) throw new Error(missing);

describe.skipIf(missing !== null)(
  `A sweep on a secured cluster${missing === null ? '' : ` (${missing})`}`,
  () => {
    let cluster: SecuredCluster;
    beforeAll(async () => {
      cluster = await startSecuredCluster(['alpha', 'beta']);
    }, 120_000);
    afterAll(() => cluster?.stop());

    const config = (role: string) => ['--config', join(cluster.folder, `${role}.yaml`)];
    const start = (...args: string[]): Running => {
      const running = startProcess(process.execPath, [SWEEP, ...args], cluster.folder);
      onTestFinished(async () => {
        running.child.kill('SIGKILL');
        await running.ended;
      });
      return running;
    };

    test('runs, with nothing open beyond this machine and no secret in sight', async () => {
      writeFileSync(join(cluster.folder, 'tiny-sweep.yaml'), TINY);
      const serve = start('serve', ...config('coordinator'), '--health', '0', '--debug');
      await serve.says(/leads/);
      const worker = start('worker', ...config('alpha'), '--slots', '1', '--health', '0', '--debug');
      await worker.says(/joined/);
      const submit = start('submit', 'tiny-sweep.yaml', '--watch', ...config('coordinator'));
      const commandLines = new Set<string>();
      const looking = new AbortController();
      const look = (async () => {
        while (!looking.signal.aborted) {
          for (const line of allCommandLines()) commandLines.add(line);
          await sleep(20);
        }
      })();
      const { code, out, err } = await submit.ended;
      expect(code, err).toBe(0);
      expect(out).toContain('vae_mixing');

      const pids = [cluster.natsPid, cluster.postgresPid, serve.child.pid!, worker.child.pid!];
      const open = pids.flatMap((pid) => listening(family(pid)));
      expect(open).toEqual(
        expect.arrayContaining([`127.0.0.1:${cluster.natsPort}`, `127.0.0.1:${cluster.postgresPort}`]),
      );
      // NATS, its monitoring, Postgres, and the health of two.
      expect(new Set(open).size).toBe(5);
      for (const address of open) expect(address).toMatch(/^(127\.0\.0\.1|::1):/);

      const seen = start('workers', ...config('reader'), '-f', 'json');
      const listed = await seen.ended;
      expect(JSON.parse(listed.out)).toMatchObject([{ name: expect.stringMatching(/^alpha\//) }]);
      worker.child.kill('SIGTERM');
      serve.child.kill('SIGTERM');
      const ended = await Promise.all([worker.ended, serve.ended]);
      looking.abort();
      await look;

      expect([...commandLines].some((line) => line.includes('serve'))).toBe(true);
      const said = [...ended, listed].map((end) => end.out + end.err).join('') + out + err;
      const text = said + [...commandLines].join('\n') + cluster.logs();
      for (const secret of cluster.secrets()) expect(text.includes(secret)).toBe(false);
    });

    test('commands that fail show no secret either', async () => {
      const spoil = (file: string, from: string, to: string) => {
        const path = join(cluster.folder, `spoilt-${file}`);
        writeFileSync(path, cluster.read(file).replace(from, to));
        return ['--config', path, '--debug'];
      };
      const secrets = cluster.secrets();
      const failed = await Promise.all([
        // The reader's password, the key of a role that may not make streams, no key at all, another authority.
        start('list', ...spoil('coordinator.yaml', 'writer.password', 'reader.password')).ended,
        start('worker', ...spoil('beta.yaml', 'nkeys/beta.nk', 'tls/ca-key.pem')).ended,
        start('worker', ...spoil('alpha.yaml', 'tls/ca.pem', 'tls/server-key.pem')).ended,
      ]);
      for (const { code, out, err } of failed) {
        expect(code).not.toBe(0);
        expect(err).toMatch(/error\[/);
        for (const secret of secrets) expect((out + err).includes(secret)).toBe(false);
      }
    });

    test('a key that is added counts once NATS has read it, and those who are there stay', async () => {
      const before = await clientOf(cluster, 'alpha', `_INBOX.${P}.worker.alpha`);
      const added = await start('cluster', 'init', cluster.folder, '--add-worker', 'gamma').ended;
      expect(added.code, added.err).toBe(0);
      const gamma = () => connectTo(cluster, { authenticator: keyOf(cluster, 'gamma') });
      await expect(gamma()).rejects.toThrow(/authorization violation/i);
      process.kill(cluster.natsPid, 'SIGHUP');
      while (!cluster.logs().includes('Reloaded server configuration')) await sleep(20);
      await (await gamma()).close();
      expect(await before.mayPublish([`${P}.presence.alpha`, `${P}.presence.gamma`])).toEqual([
        `${P}.presence.alpha`,
      ]);
    });

    test('a reader looks on and changes nothing', async () => {
      const looked = await start('top', 'tiny', ...config('reader')).ended;
      expect(looked.code, looked.err).toBe(0);
      writeFileSync(join(cluster.folder, 'other.yaml'), TINY.replace('name: tiny', 'name: other'));
      for (const args of [
        ['submit', 'other.yaml'],
        ['rm', 'tiny', '--yes'],
        ['pause', 'tiny'],
      ]) {
        const { code, out } = await start(...args, ...config('reader')).ended;
        expect([args[0], code]).not.toEqual([args[0], 0]);
        expect(out).toBe('');
      }
      const still = await start('list', '-f', 'json', ...config('reader')).ended;
      expect(JSON.parse(still.out)).toMatchObject([{ slug: 'tiny', state: 'completed' }]);
    });
  },
);
