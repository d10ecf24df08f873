import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isAlive, openStage, pidIn, type Stage, TRIAL, until } from './fixtures/stage.ts';

let stage: Stage;
beforeEach(() => {
  stage = openStage();
});
afterEach(() => stage.close());

const sh = (script: string) => ['sh', '-c', script];
const file = (name: string) => join(stage.folder, name);
const never = () => new AbortController().signal;
/** A process that left its group and session, whose parent is gone. */
const LEAVE = `(setsid sh -c 'echo $$ > left; exec sleep 600' &)`;
const isLinux = process.platform === 'linux';

describe('When a trial ends', () => {
  it('its group ends with it, and what holds its output does not hold it up', async () => {
    const { result } = await stage.run(sh(`sleep 600 & echo $! > child; echo '{"loss":1}'`));
    expect(result.outcome).toBe('completed');
    expect(isAlive(await pidIn(file('child')))).toBe(false);
  });

  it.skipIf(!isLinux)('what left its group ends soon, with its output open or closed', async () => {
    const runner = stage.open(
      sh(`${LEAVE}; while [ ! -s left ]; do :; done; echo '{"loss":1}'`),
      {},
      { strayMs: 50 },
    );
    expect((await runner.run(TRIAL, never(), () => {}))!.result.outcome).toBe('completed');
    const holding = await pidIn(file('left'));
    await until(() => !isAlive(holding));
    const closed = stage.open(
      sh(`rm left; ${LEAVE} >/dev/null 2>&1; while [ ! -s left ]; do :; done; echo '{"loss":1}'`),
      {},
      { strayMs: 50 },
    );
    expect((await closed.run(TRIAL, never(), () => {}))!.result.outcome).toBe('completed');
    const gone = await pidIn(file('left'));
    await until(() => !isAlive(gone));
  });
});

describe('A program that takes more than it may', () => {
  it.each([
    ['that listens to TERM', 'trap "exit 0" TERM; while :; do sleep 0.05; done'],
    ['that does not', 'trap "" TERM; while :; do sleep 0.05; done'],
    ['that waits for ever for its child', 'trap "" TERM; sleep 600'],
  ])('of time ends, one %s', async (_, script) => {
    const { result } = await stage.run(sh(script), { limits: { seconds: 0.3 } });
    expect(result).toEqual({ outcome: 'failed', error: 'time_limit: it ran for longer than 0.3 s' });
  });

  it('of memory ends, its whole tree counted', async () => {
    const hungry = `const held = Buffer.alloc(150 * 1024 ** 2, 1); setInterval(() => held, 1000)`;
    const script = `'${process.execPath}' -e '${hungry}' & '${process.execPath}' -e '${hungry}' & wait`;
    const { result } = await stage.run(sh(script), { limits: { memoryMb: 320 } });
    expect(result).toMatchObject({
      error: expect.stringMatching(/^memory_limit: its processes took \d+ MB of memory; 320 MB are allowed$/),
    });
  });

  it('of processes ends', async () => {
    const script = 'for i in 1 2 3 4 5 6 7 8; do sleep 600 & echo $! > last; done; wait';
    const { result } = await stage.run(sh(script), { limits: { processes: 5 } });
    expect(result).toMatchObject({
      error: expect.stringMatching(/^process_limit: it ran \d+ processes; 5 are allowed$/),
    });
    expect(isAlive(await pidIn(file('last')))).toBe(false);
  });

  it.skipIf(!isLinux)('takes along what left its group', async () => {
    await stage.run(sh(`${LEAVE}; while [ ! -s left ]; do :; done; yes`), { limits: { outputMb: 1 } });
    expect(isAlive(await pidIn(file('left')))).toBe(false);
  });
});

describe("The system's clock", () => {
  afterEach(() => vi.useRealTimers());

  it('may change, and no limit takes notice', async () => {
    const running = stage.run(sh(`sleep 0.2; echo '{"loss":1}'`), { limits: { seconds: 3600 } });
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 1e9 });
    const { result, durationMs } = await running;
    expect(result.outcome).toBe('completed');
    expect(durationMs).toBeLessThan(1e6);
  });
});

describe('A trial that is no longer wanted', () => {
  it('is asked to stop by a file, and ends by itself', async () => {
    const stopping = new AbortController();
    const script = `echo '{"loss":1}'; while [ ! -e "$LATENTSWEEP_STOP" ]; do sleep 0.02; done; echo x > stopped`;
    const end = await stage.open(sh(script)).run(TRIAL, stopping.signal, () => stopping.abort());
    expect(end).toBeNull();
    expect(existsSync(file('stopped'))).toBe(true);
    expect(stage.left().filter((name) => String(name).endsWith('.stop'))).toEqual([]);
  });

  it('is ended after a grace, whatever it ignores', async () => {
    const stopping = new AbortController();
    const script = `trap '' TERM; echo $$ > pid; echo '{"loss":1}'; while :; do sleep 0.05; done`;
    const runner = stage.open(sh(script), {}, { stopGraceMs: 50 });
    expect(await runner.run(TRIAL, stopping.signal, () => stopping.abort())).toBeNull();
    expect(isAlive(await pidIn(file('pid')))).toBe(false);
  });

  it('is not begun', async () => {
    const runner = stage.open(sh('echo $$ > pid'));
    expect(await runner.run(TRIAL, AbortSignal.abort(), () => {})).toBeNull();
    expect(existsSync(file('pid'))).toBe(false);
  });

  it('ends with its runner', async () => {
    const runner = stage.open(sh(`echo $$ > pid; exec sleep 600`));
    const running = runner.run(TRIAL, never(), () => {});
    const pid = await pidIn(file('pid'));
    await runner.close();
    expect(await running).toBeNull();
    expect(isAlive(pid)).toBe(false);
    expect(readdirSync(stage.scratch)).toEqual([]);
    expect(await runner.run(TRIAL, never(), () => {})).toBeNull();
  });
});

describe('A worker that is killed', () => {
  it('takes its programs along, and their folders', async () => {
    const own = new URL('./fixtures/worker.ts', import.meta.url).pathname;
    const script = `${isLinux ? LEAVE : ''}; trap '' TERM HUP; sleep 600 & echo $! > child; echo $$ > pid; wait`;
    const worker = spawn(process.execPath, [own, stage.scratch, stage.folder, ...sh(script)], {
      stdio: 'inherit',
    });
    const pids = [
      await pidIn(file('pid')),
      await pidIn(file('child')),
      ...(isLinux ? [await pidIn(file('left'))] : []),
    ];
    expect(pids.every(isAlive)).toBe(true);
    worker.kill('SIGKILL');
    await until(() => !pids.some(isAlive));
    await until(() => readdirSync(stage.scratch).length === 0);
  });
});
