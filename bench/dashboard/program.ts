/** `sweep dashboard` as a process of its own. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SWEEP = fileURLToPath(new URL('../../packages/cli/bin/sweep.mjs', import.meta.url));

export interface DashboardProgram {
  readonly pid: number;
  /** With its token. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Resolves once it serves. `location`: of the store. */
export async function startDashboardProgram(location: string): Promise<DashboardProgram> {
  const folder = await mkdtemp(join(tmpdir(), 'latentsweep-bench-'));
  const child = spawn(process.execPath, [SWEEP, 'dashboard', '--no-open'], {
    cwd: folder,
    env: { ...process.env, LATENTSWEEP_STORE: location },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const url = await new Promise<string>((resolve, reject) => {
    const hear = (text: Buffer) => {
      said += text;
      const found = /Dashboard: (http\S+)/.exec(said)?.[1];
      if (found) resolve(found);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', () => reject(new Error(`The dashboard did not start:\n${said}`)));
  });
  return {
    ...{ pid: child.pid!, url },
    async stop() {
      if (child.exitCode === null && child.signalCode === null) {
        const ended = once(child, 'exit');
        child.kill('SIGTERM');
        await ended;
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}
