/**
 * docs/cluster.md, followed: the shell blocks of its first section, each in a shell of its own as in a terminal.
 * What differs from the page: ports are free ones, the sweep is smaller, files are in a temporary folder, the first
 * worker has a name that nobody else's has, and `npx sweep` is the program itself.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findNatsServer } from '@latentsweep/bus/fixtures';
import { freePort } from '@latentsweep/core/fixtures';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accepts, whyNoCluster } from './secured-cluster.ts';
import { SWEEP } from './sweep-process.ts';

const missing = await whyNoCluster();
if (missing !== null && process.env['CI']) throw new Error(missing);

const page = readFileSync(new URL('../docs/cluster.md', import.meta.url), 'utf8');
const [, section] = /^## On one machine\n(.*?)^## /ms.exec(page)!;
const blocks = [...section!.matchAll(/^```sh\n(.*?)^```/gms)].map(([, block]) => block!);

const WAIT_MS = 120_000;
const MINUTES = 60_000;

let folder = '';
let prelude = '';
let substitute = (block: string) => block;
const terminals: ChildProcess[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'latentsweep-docs-'));
  chmodSync(folder, 0o755);
  const nats = await findNatsServer();
  const [natsPort, postgresPort, first] = [
    await freePort(),
    await freePort(),
    `first-${randomUUID().slice(0, 8)}`,
  ];
  prelude = `set -e
export PATH="$PATH${delimiter}${nats.path === null ? '' : dirname(nats.path)}"
npx() { shift; '${process.execPath}' '${SWEEP}' "$@"; }
`;
  substitute = (block) =>
    block
      .replaceAll('42220', String(natsPort))
      .replaceAll('54320', String(postgresPort))
      .replaceAll('--name first', `--name ${first}`)
      .replaceAll('/tmp/latentsweep.', `${folder}/postgres/latentsweep.`);
  // Postgres may run as another user.
  mkdirSync(join(folder, 'postgres'));
  chmodSync(join(folder, 'postgres'), 0o777);
  mkdirSync(join(folder, 'sweeps'));
  const quickstart = readFileSync(new URL('../sweeps/quickstart.yaml', import.meta.url), 'utf8');
  const smaller = quickstart.replace('train: 80000', 'train: 20000');
  expect(smaller).not.toBe(quickstart);
  writeFileSync(join(folder, 'sweeps/quickstart.yaml'), smaller);
});

afterAll(async () => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGKILL'] as const) {
    for (const { pid } of terminals) signalGroup(pid!, signal);
    if (signal !== 'SIGKILL') await sleep(1500);
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
});

interface Terminal {
  readonly ended: Promise<{ readonly code: number | null; readonly out: string; readonly err: string }>;
  says(pattern: RegExp): Promise<void>;
}

/** Types a block into a new terminal. Its shell reads from stdin, so that no command line but its commands' shows it. */
function terminal(block: string): Terminal {
  const child = spawn('bash', ['-s'], { cwd: folder, detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
  terminals.push(child);
  const texts = { out: '', err: '' };
  child.stdout.on('data', (data: Buffer) => {
    texts.out += data.toString();
  });
  child.stderr.on('data', (data: Buffer) => {
    texts.err += data.toString();
  });
  let over = false;
  // Not `close`: what it leaves in the background keeps the pipes open.
  const ended = new Promise<{ code: number | null; out: string; err: string }>((resolve) =>
    child.once('exit', (code) => {
      over = true;
      setTimeout(() => resolve({ code, ...texts }), 200);
    }),
  );
  child.stdin.end(prelude + substitute(block));
  return {
    ended,
    async says(pattern) {
      const until = performance.now() + WAIT_MS;
      while (!pattern.test(texts.out + texts.err)) {
        if (over || performance.now() > until) throw new Error(`No ${pattern} in:\n${texts.out}${texts.err}`);
        await sleep(50);
      }
    },
  };
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // All of it has ended.
  }
}

test('the page has the blocks that this test types', () => {
  expect(blocks).toHaveLength(5);
});

test.skipIf(missing !== null)(
  `docs/cluster.md: three terminals, a third worker, a kill, the same results${missing === null ? '' : ` (${missing})`}`,
  async () => {
    const [servers, coordinator, workers, meanwhile, compare] = blocks as [
      string,
      string,
      string,
      string,
      string,
    ];
    const natsPort = Number(/--nats-port (\d+)/.exec(substitute(servers))![1]);
    const first = terminal(servers);
    await first.says(/What to run where/);
    for (let i = 0; !(await accepts(natsPort)); i++) {
      if (i > WAIT_MS / 100) throw new Error('NATS does not start.');
      await sleep(100);
    }
    await terminal(coordinator).says(/leads/);
    const third = terminal(workers);
    await third.says(/[1-9]\d* of 384 trials/);

    const fourth = await terminal(meanwhile).ended;
    expect(fourth.code, fourth.err).toBe(0);
    for (const name of ['first', 'second', 'third']) expect(fourth.out).toContain(`worker/${name}`);
    const { code, out, err } = await third.ended;
    expect(code, err).toBe(0);
    expect(out).toMatch(/rank +.*arm/);

    const fifth = await terminal(compare).ended;
    expect(fifth.code, fifth.err).toBe(0);
    const [here, alone] = fifth.out.trim().split('\n');
    expect(here).toMatch(/^[0-9a-f]{64}$/);
    expect(alone).toBe(here);
  },
  10 * MINUTES,
);
