import { spawn } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { until } from '../fixtures/stage.ts';
import { fromPs, ProcessTable, RUN } from './table.ts';

const isLinux = process.platform === 'linux';

describe('The table of processes', () => {
  it.each([
    ['of the system', () => new ProcessTable().read()],
    ['by ps', fromPs],
  ])('has this process and its child (%s)', async (_, read) => {
    const child = spawn('sleep', ['600'], { detached: true, stdio: 'ignore' });
    try {
      const processes = await read();
      expect(processes.find(({ pid }) => pid === child.pid)).toMatchObject({
        parent: process.pid,
        group: child.pid,
      });
      const own = processes.find(({ pid }) => pid === process.pid)!;
      expect(own.residentBytes / process.memoryUsage.rss()).toBeGreaterThan(0.5);
      expect(own.residentBytes / process.memoryUsage.rss()).toBeLessThan(2);
    } finally {
      child.kill('SIGKILL');
    }
  });

  it.skipIf(!isLinux)('knows of which run a process is, and leaves out what has ended', async () => {
    const table = new ProcessTable();
    const child = spawn('sleep', ['600'], {
      stdio: 'ignore',
      env: { PATH: process.env['PATH'], A: 'b', [RUN]: 'a.1' },
    });
    const found = async () => (await table.read()).find(({ pid }) => pid === child.pid);
    expect(await found()).toMatchObject({ run: 'a.1' });
    expect(await found()).toMatchObject({ run: 'a.1' });
    child.kill('SIGKILL');
    await until(() => child.signalCode !== null);
    expect(await found()).toBeUndefined();
  });
});
