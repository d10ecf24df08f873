import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

export interface Peer {
  /** For what is handed over by files; gone with the peer. */
  readonly folder: string;
  /** Throws where it ended. */
  ask<Answer>(question: unknown): Promise<Answer>;
  close(): Promise<void>;
}

/** A program of ../peers in Python on one core, which answers each line of JSON with one. PYTHON names another Python. */
export async function openPeer(script: string, args: readonly string[] = []): Promise<Peer> {
  const python = process.env['PYTHON'] ?? 'python3';
  const folder = await mkdtemp(join(tmpdir(), 'latentsweep-bench-'));
  const env = { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' };
  const child = spawn(python, [resolve(import.meta.dirname, '../peers', script), ...args], {
    env,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const ended = once(child, 'close').catch(() => {});
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  child.stdin.on('error', () => {});
  return {
    folder,
    async ask(question) {
      child.stdin.write(`${JSON.stringify(question)}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error(`${python} ended: has it the packages that bench/peers/${script} imports?`);
      return JSON.parse(value);
    },
    async close() {
      child.stdin.end();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
