/** NATS and Postgres as `sweep cluster init` sets them up, with TLS and keys, on free ports of this machine. */

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findNatsServer } from '@latentsweep/bus/fixtures';
import { freePort } from '@latentsweep/core/fixtures';
import { startPostgres } from '@latentsweep/store/fixtures';
import { findPostgres } from '../packages/store/src/fixtures/postgres-programs.ts';
import { SWEEP } from './sweep-process.ts';

export interface SecuredCluster {
  /** Of the set-up. */
  readonly folder: string;
  readonly natsPort: number;
  readonly monitorPort: number;
  readonly postgresPort: number;
  readonly natsPid: number;
  readonly postgresPid: number;
  /** All that NATS and Postgres have logged. */
  logs(): string;
  read(file: string): string;
  /** Every secret of the set-up. */
  secrets(): string[];
  stop(): Promise<void>;
}

const START_MS = 15_000;

/** Why there can be none on this machine, or null. */
export async function whyNoCluster(): Promise<string | null> {
  const nats = await findNatsServer();
  if (nats.path === null) return nats.reason;
  const postgres = findPostgres();
  return 'missing' in postgres ? postgres.missing : null;
}

/** With a key for each of `workers`. Throws where a server does not start. */
export async function startSecuredCluster(workers: readonly string[]): Promise<SecuredCluster> {
  const base = mkdtempSync(join(tmpdir(), 'latentsweep-secured-'));
  const folder = join(base, 'secured');
  const [natsPort, monitorPort] = [await freePort(), await freePort()];
  const postgres = await startPostgres();
  if (typeof postgres === 'string') throw new Error(postgres);
  const ports = { '--nats-port': natsPort, '--monitor-port': monitorPort, '--postgres-port': postgres.port };
  const args = [
    ...['cluster', 'init', folder],
    ...Object.entries(ports).flatMap(([name, port]) => [name, String(port)]),
    ...workers.flatMap((name) => ['--worker', name]),
  ];
  must(spawnSync(process.execPath, [SWEEP, ...args], { encoding: 'utf8' }));
  must(
    spawnSync(psql(), ['-X', '-q', '-d', postgres.url, '-f', join(folder, 'postgres/roles.sql')], {
      encoding: 'utf8',
    }),
  );
  must(
    spawnSync(process.execPath, [SWEEP, 'db', '--config', join(folder, 'owner.yaml')], { encoding: 'utf8' }),
  );

  let natsLog = '';
  const nats = await startNats(folder, natsPort, (text) => {
    natsLog += text;
  });
  const read = (file: string) => readFileSync(join(folder, file), 'utf8');
  return {
    ...{ folder, natsPort, monitorPort, read, postgresPort: postgres.port },
    natsPid: nats.pid!,
    postgresPid: postgres.pid!,
    logs: () => natsLog + readFileSync(join(postgres.folder, 'server.log'), 'utf8'),
    secrets: () => [
      ...readdirSync(join(folder, 'nkeys')).map((file) => read(`nkeys/${file}`).trim()),
      ...['owner', 'writer', 'reader'].map((role) => read(`postgres/${role}.password`).trim()),
      ...['ca-key', 'server-key'].map((name) => read(`tls/${name}.pem`).split('\n')[1]!),
    ],
    stop: async () => {
      const ended = new Promise((resolve) => nats.once('exit', resolve));
      nats.kill('SIGKILL');
      await ended;
      await postgres.remove();
      rmSync(base, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

async function startNats(folder: string, port: number, onLog: (text: string) => void): Promise<ChildProcess> {
  const found = await findNatsServer();
  const child = spawn(found.path!, ['-c', 'nats/nats-server.conf'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data: Buffer) => {
      log += data;
      onLog(data.toString());
    });
  }
  const until = performance.now() + START_MS;
  while (!(await accepts(port))) {
    if (child.exitCode !== null || performance.now() > until)
      throw new Error(`nats-server did not start:\n${log}`);
    await sleep(20);
  }
  return child;
}

function must({ status, stderr }: { readonly status: number | null; readonly stderr: string }): void {
  if (status !== 0) throw new Error(stderr);
}

function psql(): string {
  const programs = findPostgres();
  return 'folder' in programs ? join(programs.folder, 'psql') : 'psql';
}

export function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
