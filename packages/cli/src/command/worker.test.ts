import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Bus, type Job, openNatsBus, type Presence, packSpec } from '@latentsweep/bus';
import { describeWithNats, NatsServer } from '@latentsweep/bus/fixtures';
import { canonicalConfig } from '@latentsweep/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCli } from '../run-cli.ts';
import { fakeTerminal } from '../terminal/fixtures/fake-terminal.ts';

const SWEEP = fileURLToPath(new URL('../../bin/sweep.mjs', import.meta.url));

describe('sweep worker', () => {
  const worker = async (...args: string[]) => {
    const terminal = fakeTerminal();
    return { code: await runCli(['worker', ...args], terminal, {}), err: terminal.written.err };
  };

  it('needs to know where the bus is', async () => {
    const { code, err } = await worker();
    expect(code).toBe(2);
    expect(err).toContain('error[no_bus]');
  });

  it.each([
    ['--labels', 'gpu,A100'],
    ['--labels', ''],
    ['--name', '../../etc'],
    ['--name', 'a'.repeat(65)],
    ['--slots', '0'],
    ['--drain-seconds', '-1'],
    ['--stall-seconds', '0'],
    ['--health', 'everywhere'],
    ['--engine', 'torch'],
    ['--backend', 'metal'],
    ['--cohort', '0'],
    ['--gpus', 'none'],
  ])('refuses %s %s', async (flag, value) => {
    const { code, err } = await worker('--bus', 'nats://127.0.0.1:1', flag, value);
    expect(code).toBe(2);
    expect(err).toContain('error[bad_option]');
    expect(err).toContain(flag);
  });

  it('waits for the bus, says so, and leaves when it is told to', async () => {
    const terminal = fakeTerminal();
    const running = runCli(['worker', '--bus', 'nats://127.0.0.1:1', '--name', 'w'], terminal, {});
    while (!terminal.written.err.includes('Waiting for the bus')) await sleep(10);
    process.emit('SIGTERM');
    expect(await running).toBe(0);
    const [line] = terminal.written.err.trim().split('\n');
    expect(JSON.parse(line!)).toMatchObject({ level: 'warn', role: 'worker', worker: 'w', event: 'waiting' });
  });
});

/** The data of all jobs here. */
const DATA = packSpec({
  ...{ kind: 'simulated', train: 400, validation: 50, test: 50 },
  ...{ coefficients: [[1, -1, 2]], intercepts: [0] },
});

function job(trialId: number, epochs: number, engine: string): Job {
  return {
    ...{ v: 4, id: `1.${trialId}.1`, sweepId: 1, engine, requires: [] },
    dataset: DATA.sha256,
    config: canonicalConfig({ arm: 'vae_mixing', minority_rate: 0.2, batch_size: 20, classifier_epochs: 2 }),
    ...{ replicate: 1, seed: '12345678deadbeef' },
    milestones: [{ trialId, epochs, attempt: 1 }],
  };
}

describeWithNats('sweep worker on a NATS server', () => {
  let server: NatsServer;
  let bus: Bus;
  let presences: Presence[];
  let child: ChildProcess;
  let cache: string;
  let log: string;

  beforeEach(async () => {
    server = await NatsServer.start();
    bus = await openNatsBus({ url: server.url, role: 'coordinator', name: 'test' });
    await bus.putContent(DATA.sha256, DATA.bytes);
    presences = [];
    bus.onPresence((presence) => presences.push(presence));
    cache = mkdtempSync(join(tmpdir(), 'worker-'));
    log = '';
    const args = ['worker', '--slots', '1', '--name', 'w', '--cache-dir', cache, '--health', '0'];
    child = spawn(process.execPath, [SWEEP, ...args, '--drain-seconds', '5'], {
      env: { ...process.env, LATENTSWEEP_BUS: server.url },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      log += text;
    });
  });
  afterEach(async () => {
    child.kill('SIGKILL');
    await bus.close();
    await server.remove();
    rmSync(cache, { recursive: true });
  });

  const until = async (condition: () => unknown) => {
    while (!(await condition())) {
      if (child.exitCode !== null) throw new Error(`The worker left with ${child.exitCode}:\n${log}`);
      await sleep(20);
    }
  };
  const events = () =>
    log
      .split('\n')
      .flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as Record<string, unknown>] : []));
  const result = async () => {
    for (;;) {
      for (const delivery of await bus.pullResults(1, 1000)) {
        await delivery.ack();
        return delivery.message;
      }
    }
  };

  it('trains, tells how it is, and gives back what it cannot finish when it is told to stop', async () => {
    await until(() => presences.some(({ state }) => state === 'working'));
    const { engine } = presences[0]!;
    await bus.publishJob(job(1, 2, engine));
    expect((await result()).result.outcome).toBe('completed');

    await until(() => events().some(({ event }) => event === 'health'));
    const url = String(events().find(({ event }) => event === 'health')!['url']);
    expect(new URL(url).hostname).toBe('127.0.0.1');
    const health = await fetch(`${url}/healthz`);
    expect([health.status, await health.json()]).toMatchObject([
      200,
      { ok: true, state: 'working', done: 1 },
    ]);
    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(metrics).toContain('latentsweep_trials_ended_total{outcome="completed"} 1');

    await bus.publishJob(job(2, 1_000_000, engine));
    await until(() => presences.some(({ trials }) => trials[0]?.trialIds[0] === 2));
    child.kill('SIGTERM');
    const [code] = await once(child, 'exit');
    expect(code).toBe(0);
    expect(presences.slice(-2).map(({ state }) => state)).toEqual(['draining', 'gone']);
    const [back] = await bus.pullJobs(1, 5000);
    expect(back!.message.id).toBe('1.2.1');
    await back!.ack();
    expect(events().map(({ event }) => event)).toEqual(
      expect.arrayContaining(['joined', 'started', 'ended', 'given_back', 'state']),
    );
  });

  it('delivers what it trained while the server was away', async () => {
    await until(() => presences.length > 0);
    await bus.publishJob(job(1, 400, presences[0]!.engine));
    await until(() => events().some(({ event }) => event === 'started'));
    await server.kill();
    await until(() => events().some(({ event, connected }) => event === 'connection' && connected === false));
    const url = String(events().find(({ event }) => event === 'health')!['url']);
    const unsent = async () => ((await (await fetch(`${url}/healthz`)).json()) as { unsent: number }).unsent;
    await until(async () => (await unsent()) === 1);
    await server.restart();
    expect(await result()).toMatchObject({ trialId: 1, worker: 'w', result: { outcome: 'completed' } });
  });
});
