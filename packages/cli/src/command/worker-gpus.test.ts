/**
 * `sweep worker --gpus` on a machine without one: a script stands in for nvidia-smi, and a package that registers the CPU
 * backend's kernels for @tensorflow/tfjs-node-gpu. It tells which GPU it would see.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Job, openNatsBus, type Presence, packSpec } from '@latentsweep/bus';
import { describeWithNats, NatsServer } from '@latentsweep/bus/fixtures';
import { canonicalConfig, PROGRAM_ENGINE } from '@latentsweep/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const SWEEP = fileURLToPath(new URL('../../bin/sweep.mjs', import.meta.url));
const engine = createRequire(new URL('../../../engine-tfjs/package.json', import.meta.url));
const resolved = (name: string) => JSON.stringify(engine.resolve(name));

const STAND_IN = `
const tf = require(${resolved('@tensorflow/tfjs-core')});
require(${resolved('@tensorflow/tfjs-backend-cpu')});
tf.copyRegisteredKernels('cpu', 'tensorflow');
tf.registerBackend('tensorflow', () => {
  const backend = tf.engine().registryFactory.cpu.factory();
  backend.isUsingGpuDevice = true;
  backend.binding = { TF_Version: '2.9.1' };
  return backend;
});
process.stderr.write('sees ' + process.env.CUDA_VISIBLE_DEVICES + '\\n');
`;

let folder: string;
let log: string;
let parent: ChildProcess | null;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gpus-'));
  log = '';
  parent = null;
});
afterEach(async () => {
  // Its children leave with it.
  if (parent?.exitCode === null) {
    parent.kill('SIGTERM');
    await once(parent, 'exit');
  }
  rmSync(folder, { recursive: true });
});

/** What `nvidia-smi` prints; null: it is not there. */
function start(listing: string | null, bus: string, ...args: string[]): Promise<number | null> {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  if (listing !== null) {
    writeFileSync(join(bin, 'nvidia-smi'), `#!/bin/sh\ncat <<'END'\n${listing}\nEND\n`, { mode: 0o755 });
  }
  // `sh` and `cat` are elsewhere; a real nvidia-smi would be there, too.
  const path = listing === null ? bin : [bin, process.env['PATH']].join(delimiter);
  const own = ['--name', 'w', '--drain-seconds', '5', '--cache-dir', join(folder, 'cache')];
  const { CUDA_VISIBLE_DEVICES: _, ...env } = process.env;
  parent = spawn(process.execPath, [SWEEP, 'worker', '--bus', bus, ...own, ...args], {
    ...{ env: { ...env, PATH: path }, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
  });
  parent.stderr!.setEncoding('utf8').on('data', (text: string) => {
    log += text;
  });
  return once(parent, 'exit').then(([code]) => code);
}

const events = () =>
  log
    .split('\n')
    .flatMap((line) => (line.startsWith('{"level') ? [JSON.parse(line) as Record<string, unknown>] : []));

/** The data of all jobs here. */
const DATA = packSpec({
  ...{ kind: 'simulated', train: 400, validation: 50, test: 50 },
  ...{ coefficients: [[1, -1, 2]], intercepts: [0] },
});

const job = (id: string): Job => ({
  ...{ v: 4, id: '1.1.1', sweepId: 1, engine: id, requires: [], replicate: 1, seed: '12345678deadbeef' },
  dataset: DATA.sha256,
  config: canonicalConfig({ arm: 'vae_mixing', minority_rate: 0.2, batch_size: 20, classifier_epochs: 1 }),
  milestones: [{ trialId: 1, epochs: 1, attempt: 1 }],
});

const NOWHERE = 'nats://127.0.0.1:1';

describe('sweep worker --gpus', () => {
  it('says that there is no GPU', async () => {
    expect(await start(null, NOWHERE, '--gpus', 'all')).toBe(2);
    expect(log).toContain('error[no_gpu] No GPU can be used here: nvidia-smi is not there.');
  });

  it('gives up where the library is missing, since no start would mend that', async () => {
    expect(await start('0, T4, 15360 MiB\n1, T4, 15360 MiB', NOWHERE, '--gpus', 'all')).toBe(2);
    expect(log.match(/error\[backend_missing\]/g)).toHaveLength(2);
    expect(events().filter(({ event, code }) => event === 'gpu_worker_ended' && code === 2)).toHaveLength(2);
  });

  it.each([
    [['--gpus', '3'], 'no_gpu'],
    [['--gpus', 'all', '--engine', 'simd'], 'bad_option'],
    [['--gpus', 'all', '--backend', 'wasm'], 'bad_option'],
    [['--gpus', 'all', '--engine', 'webgpu'], 'gpus_of_one_name'],
  ])('refuses %j', async (args, code) => {
    expect(await start('0, T4, 15360 MiB\n1, T4, 15360 MiB', NOWHERE, ...args)).toBe(2);
    expect(log).toContain(`error[${code}]`);
  });
});

describeWithNats('sweep worker --gpus on a NATS server', () => {
  it('runs a worker a GPU, starts one again that died, trains, and stops them all at a signal', async () => {
    const server = await NatsServer.start();
    const bus = await openNatsBus({ url: server.url, role: 'coordinator', name: 'test' });
    const presences: Presence[] = [];
    bus.onPresence((presence) => presences.push(presence));
    const pack = join(folder, 'native/node_modules/@tensorflow/tfjs-node-gpu');
    mkdirSync(pack, { recursive: true });
    writeFileSync(join(pack, 'index.js'), STAND_IN);
    try {
      const ended = start(
        '0, T4, 15360 MiB\n3, T4, 15360 MiB',
        server.url,
        '--gpus',
        'all',
        '--native-folder',
        'native',
      );
      const until = async (condition: () => unknown) => {
        while (!condition()) {
          if (parent!.exitCode !== null) throw new Error(`It left with ${parent!.exitCode}:\n${log}`);
          await sleep(20);
        }
      };
      const working = (name: string) =>
        presences.find(({ worker, state, pid }) => worker === name && state === 'working' && pid !== killed);
      let killed = 0;
      await until(() => working('w-gpu0') && working('w-gpu3'));
      const { pid, engine: id, slots } = working('w-gpu0')!;
      expect([id, slots]).toEqual(['tfjs@1-tensorflow-gpu:2.9.1', 1]);
      expect(new Set(log.match(/^sees .*$/gm))).toEqual(new Set(['sees 0', 'sees 3']));

      killed = pid;
      process.kill(pid, 'SIGKILL');
      await until(() => working('w-gpu0'));
      expect(events()).toContainEqual(
        expect.objectContaining({ event: 'gpu_worker_ended', gpu: 0, code: null, pause_ms: 1000 }),
      );

      await bus.putContent(DATA.sha256, DATA.bytes);
      await bus.publishJob(job(id));
      let results: Awaited<ReturnType<typeof bus.pullResults>> = [];
      while (results.length === 0) results = await bus.pullResults(1, 1000);
      const [{ message, ack }] = results as [(typeof results)[0]];
      await ack();
      expect(message.result.outcome).toBe('completed');
      expect(message.worker).toMatch(/^w-gpu[03]$/);

      parent!.kill('SIGTERM');
      expect(await ended).toBe(0);
      const gone = presences.filter(({ state }) => state === 'gone').map(({ worker }) => worker);
      expect(gone.sort()).toEqual(['w-gpu0', 'w-gpu3']);
    } finally {
      await bus.close();
      await server.remove();
    }
  });

  it('gives each program the GPU of its worker', async () => {
    const server = await NatsServer.start();
    const bus = await openNatsBus({ url: server.url, role: 'coordinator', name: 'test' });
    const script = `#!/bin/sh\nsleep 1\necho "{\\"gpu\\": $CUDA_VISIBLE_DEVICES}"\n`;
    writeFileSync(join(folder, 'which.sh'), script);
    writeFileSync(join(folder, 'programs.yaml'), 'programs:\n  which.sh: {}\n');
    try {
      const given = ['--gpus', 'all', '--programs', 'programs.yaml'];
      const ended = start('0, T4, 15360 MiB\n3, T4, 15360 MiB', server.url, ...given);
      const there = new Set<string>();
      bus.onPresence(({ worker, state }) => state === 'working' && there.add(worker));
      while (there.size < 2) {
        if (parent!.exitCode !== null) throw new Error(`It left with ${parent!.exitCode}:\n${log}`);
        await sleep(20);
      }
      const gpu = { name: 'gpu', summary: 'last' } as const;
      const spec = packSpec({ kind: 'program', name: 'which.sh', config: null, metrics: [gpu] });
      await bus.putContent(spec.sha256, spec.bytes);
      for (let trialId = 1; trialId <= 4; trialId++) {
        await bus.publishJob({
          ...{
            v: 4,
            id: `1.${trialId}.1`,
            sweepId: 1,
            engine: PROGRAM_ENGINE,
            requires: ['program:which.sh'],
          },
          ...{ dataset: spec.sha256, replicate: 1, seed: '12345678deadbeef' },
          config: { a: trialId } as unknown as Job['config'],
          milestones: [{ trialId, epochs: 1, attempt: 1 }],
        });
      }
      const seen: unknown[] = [];
      while (seen.length < 4) {
        for (const { message, ack } of await bus.pullResults(4, 1000)) {
          await ack();
          seen.push([message.worker, message.result]);
        }
      }
      for (const [worker, result] of seen as [string, unknown][]) {
        expect(result).toMatchObject({ outcome: 'completed', measures: { gpu: Number(worker.at(-1)) } });
      }
      expect(new Set((seen as [string][]).map(([worker]) => worker))).toEqual(new Set(['w-gpu0', 'w-gpu3']));
      parent!.kill('SIGTERM');
      expect(await ended).toBe(0);
    } finally {
      await bus.close();
      await server.remove();
    }
  });
});
