import { afterEach, beforeEach, expect, test } from 'vitest';
import { LONG, openWorkplace, type Workplace } from './sweep-process.ts';

let place: Workplace;

beforeEach(async () => {
  place = await openWorkplace();
  await place.write('long.yaml', LONG);
});
afterEach(() => place.remove());

/** Trials by state. */
async function counts(): Promise<Record<string, number>> {
  const { out } = await place.sweep('show', 'long', '-f', 'json');
  return JSON.parse(out).counts;
}

async function startLong() {
  const running = place.start('run', 'long.yaml', '--slots', '2');
  await running.says(/6,000 trials to do/);
  // Something must have been done, for the rest to be seen to be kept.
  while (!((await counts())['completed']! > 0)) await new Promise((resolve) => setTimeout(resolve, 100));
  return running;
}

test('Ctrl-C stops cleanly, says how to go on, and the next run goes on', async () => {
  const running = await startLong();
  running.child.kill('SIGINT');
  const { code, err, out } = await running.ended;
  expect(code).toBe(130);
  expect(err).toContain('Go on with: sweep resume long');
  expect(out).toBe('');
  const stopped = await counts();
  expect(stopped['running']).toBe(0);
  expect(stopped['completed']).toBeGreaterThan(0);

  const resumed = place.start('resume', 'long');
  await resumed.says(/goes on where it was stopped/);
  while (!((await counts())['completed']! > stopped['completed']!)) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  resumed.child.kill('SIGTERM');
  expect(await resumed.ended).toMatchObject({ code: 130 });
});

test('one Ctrl-C that arrives twice is one wish; a second wish leaves at once', async () => {
  const twice = await startLong();
  twice.child.kill('SIGINT');
  twice.child.kill('SIGINT');
  const ended = await twice.ended;
  expect(ended.code).toBe(130);
  expect(ended.err).toContain('nothing is lost');
});

test('pause from another terminal stops it, and so does cancel', async () => {
  const running = await startLong();
  const pause = await place.sweep('pause', 'long');
  expect(pause.err).toContain('long is paused');
  const paused = await running.ended;
  expect(paused.code).toBe(130);
  expect(paused.err).toContain('long was paused');

  const resumed = place.start('resume', 'long');
  await resumed.says(/goes on/);
  const other = await place.sweep('run', 'long.yaml');
  expect(other.code).toBe(2);
  expect(other.err).toContain('error[sweep_already_runs]');
  const cancel = await place.sweep('cancel', 'long');
  expect(cancel.err).toContain('long is cancelled');
  const cancelled = await resumed.ended;
  expect(cancelled.code).toBe(130);
  expect(cancelled.err).toContain('long was cancelled');
  expect(await counts()).toMatchObject({ queued: 0, running: 0 });
  expect((await place.sweep('pause', 'long')).err).toContain('nothing to pause');
});

test('kill -9 loses nothing that was recorded', async () => {
  const running = await startLong();
  const before = (await counts())['completed']!;
  running.child.kill('SIGKILL');
  await running.ended;
  const resumed = place.start('resume', 'long');
  await resumed.says(/goes on/);
  while (!((await counts())['completed']! > before)) await new Promise((resolve) => setTimeout(resolve, 100));
  resumed.child.kill('SIGINT');
  expect((await resumed.ended).code).toBe(130);
  const { out } = await place.sweep(
    ...[
      'sql',
      '-f',
      'json',
      'select count(*) as n, count(distinct (config_hash, replicate)) as d from trials',
    ],
  );
  const [{ n, d }] = JSON.parse(out);
  expect(n).toBe(d);
});
