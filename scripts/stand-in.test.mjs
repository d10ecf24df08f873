import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { exitCodeOf, wordsOnEnd } from './stand-in.mjs';

const OWN = new URL('./stand-in.mjs', import.meta.url).href;

/** A process that stands for one which says its number and then does `act`. */
function start(act) {
  const child = `console.log(process.pid); ${act}`;
  const script = `
    import { standFor } from ${JSON.stringify(OWN)};
    const args = ['-e', ${JSON.stringify(child)}];
    process.exit(await standFor('the program', process.execPath, args, { stdio: 'inherit' }));`;
  const started = spawn(process.execPath, ['--input-type=module', '-e', script]);
  let err = '';
  started.stderr.on('data', (piece) => {
    err += piece;
  });
  const ended = once(started, 'close').then(([code]) => ({ code, err }));
  const pid = once(started.stdout, 'data').then(([text]) => Number(text));
  return { started, pid, ended };
}

const WAIT = 'setInterval(() => {}, 1000)';

test('a program that is killed: a word on memory, and the code that a shell would give', async () => {
  const { pid, ended } = start(WAIT);
  process.kill(await pid, 'SIGKILL');
  const { code, err } = await ended;
  expect(err).toContain('the program was killed (SIGKILL); out of memory?');
  expect(err).toContain('fewer --slots');
  expect(code).toBe(137);
});

test('SIGTERM is passed on, and nothing is said of what was asked for', async () => {
  const { started, pid, ended } = start(WAIT);
  await pid;
  started.kill('SIGTERM');
  expect(await ended).toEqual({ code: 143, err: '' });
});

test('its own exit code', async () => {
  expect(await start('process.exitCode = 3').ended).toEqual({ code: 3, err: '' });
});

test('a program whose heap is full', async () => {
  const { code, err } = await start('process.abort()').ended;
  expect(code).toBe(134);
  expect(err).toContain('the program was killed (SIGABRT); out of memory?');
});

test('other signals are named', () => {
  expect(wordsOnEnd('it', 'SIGSEGV')).toBe('it was killed (SIGSEGV).');
  expect(['SIGINT', 'SIGHUP', null].map((signal) => wordsOnEnd('it', signal))).toEqual([null, null, null]);
  expect([exitCodeOf(null, 'SIGSEGV'), exitCodeOf(null, 'SIGINT'), exitCodeOf(0, null)]).toEqual([
    139, 130, 0,
  ]);
});
