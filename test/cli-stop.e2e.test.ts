import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { family } from './processes.ts';
import { LONG, openWorkplace, SWEEP, startProcess, type Workplace } from './sweep-process.ts';

let place: Workplace;

beforeAll(async () => {
  place = await openWorkplace();
  await place.write('long.yaml', LONG);
});
afterAll(() => place.remove());

/** Trials by state. */
async function counts(slug: string, ...store: string[]): Promise<Record<string, number>> {
  const { out } = await place.sweep('show', slug, '-f', 'json', ...store);
  return JSON.parse(out).counts;
}

/** As `list` and `show` tell programs. */
async function states(slug: string): Promise<string[]> {
  const listed = JSON.parse((await place.sweep('list', '-f', 'json')).out) as {
    slug: string;
    state: string;
  }[];
  const shown = JSON.parse((await place.sweep('show', slug, '-f', 'json')).out);
  return [listed.find((sweep) => sweep.slug === slug)!.state, shown.state];
}

/** Waits until more than `before` trials are done. */
async function progress(slug: string, before: number, ...store: string[]): Promise<void> {
  while ((await counts(slug, ...store))['completed']! <= before) await sleep(50);
}

let seed = 0;

/** A long sweep, all of its own, that has done something already, for that to be seen to be kept. */
async function startLong(name: string) {
  seed += 1;
  const own = ['--set', `name=${name}`, '--seed', String(seed)];
  const running = place.start('run', 'long.yaml', ...own, '--slots', '2');
  await running.says(/3,000 trials to do/);
  await progress(name, 0);
  return running;
}

test('Ctrl-C stops cleanly, says how to go on, and the next run goes on', async () => {
  const running = await startLong('stopped');
  running.child.kill('SIGINT');
  const { code, err, out } = await running.ended;
  expect(code).toBe(130);
  expect(err).toMatch(/Go on with: .*sweep\S* resume stopped\n/);
  expect(out).toBe('');
  const stopped = await counts('stopped');
  expect(stopped['running']).toBe(0);
  expect(stopped['completed']).toBeGreaterThan(0);
  expect((await place.sweep('list')).out).toMatch(/stopped +long|stopped +stopped +stopped/);

  const resumed = place.start('resume', 'stopped');
  await resumed.says(/goes on: /);
  await progress('stopped', stopped['completed']!);
  resumed.child.kill('SIGTERM');
  expect(await resumed.ended).toMatchObject({ code: 130 });
});

test('Ctrl-C before anything runs says so, and leaves nothing half done', async () => {
  const command = ['run', 'long.yaml', '--store', 'fresh', '--set', 'name=early'];
  const running = place.start(...command);
  // What it reads is said; then the database is made.
  await running.says(/^data +simulated rows/m);
  running.child.kill('SIGINT');
  const { code, err } = await running.ended;
  expect(code).toBe(130);
  expect(err).toMatch(/Stopped before anything ran; nothing is lost\. The same command begins again\.\n$/);
  expect((await place.sweep('list', '--store', 'fresh', '-f', 'json')).out).toBe('[]\n');
  const again = place.start(...command);
  await again.says(/3,000 trials to do/);
  await progress('early', 0, '--store', 'fresh');
  again.child.kill('SIGINT');
  expect((await again.ended).code).toBe(130);
});

test('one Ctrl-C that arrives twice is one wish', async () => {
  const twice = await startLong('twice');
  twice.child.kill('SIGINT');
  twice.child.kill('SIGINT');
  const ended = await twice.ended;
  expect(ended.code).toBe(130);
  expect(ended.err).toContain('nothing is lost');
});

test('pause from another terminal stops it, and so does cancel', async () => {
  const running = await startLong('elsewhere');
  const pause = await place.sweep('pause', 'elsewhere');
  expect(pause.err).toContain('elsewhere is paused');
  const paused = await running.ended;
  expect(paused.code).toBe(130);
  expect(paused.err).toContain('elsewhere was paused');

  const resumed = place.start('resume', 'elsewhere');
  await progress('elsewhere', (await counts('elsewhere'))['completed']!);
  const other = await place.sweep('run', 'long.yaml', '--set', 'name=elsewhere', '--seed', String(seed));
  const again = await place.sweep('resume', 'elsewhere');
  for (const refused of [other, again]) {
    expect(refused).toMatchObject({ code: 2, out: '' });
    expect(refused.err).toContain('error[sweep_already_runs]');
    expect(refused.err).toContain(`process ${resumed.child.pid} on this machine`);
    expect(refused.err).not.toContain('goes on');
  }
  const cancel = await place.sweep('cancel', 'elsewhere');
  expect(cancel.err).toContain('elsewhere is cancelled');
  const cancelled = await resumed.ended;
  expect(cancelled.code).toBe(130);
  expect(cancelled.err).toContain('elsewhere was cancelled');
  expect(await counts('elsewhere')).toMatchObject({ queued: 0, running: 0 });
  expect((await place.sweep('pause', 'elsewhere')).err).toContain('nothing to pause');
});

test('kill -9 loses nothing that was recorded', async () => {
  const running = await startLong('killed');
  running.child.kill('SIGKILL');
  await running.ended;
  expect(await states('killed')).toEqual(['stopped', 'stopped']);
  const before = (await counts('killed'))['completed']!;
  const resumed = place.start('resume', 'killed');
  await resumed.says(/goes on/);
  await progress('killed', before);
  resumed.child.kill('SIGINT');
  expect((await resumed.ended).code).toBe(130);
  const { out } = await place.sweep(
    ...[
      'sql',
      '-f',
      'json',
      'select count(*) as n, count(distinct (config_hash, replicate)) as d from sweep_killed',
    ],
  );
  const [{ n, d }] = JSON.parse(out);
  expect(n).toBe(d);
});

test('a sweep that was killed can be cancelled, and none of its trials stays behind', async () => {
  const running = await startLong('abandoned');
  running.child.kill('SIGKILL');
  await running.ended;
  expect((await counts('abandoned'))['running']).toBeGreaterThan(0);
  expect((await place.sweep('cancel', 'abandoned')).code).toBe(0);
  expect(await counts('abandoned')).toMatchObject({ queued: 0, running: 0 });
});

/** Makes the one that starts the sweep take itself for a Node that is too old. */
const OLD_NODE =
  'data:text/javascript,Object.defineProperty(process,"versions",{value:{...process.versions,node:"18.0.0"}})';

test('an old Node that started it is killed: the sweep stops with it, and is not run by nobody’s child', async () => {
  const own = ['--set', 'name=orphan', '--seed', '99', '--slots', '2'];
  const args = ['--import', OLD_NODE, SWEEP, 'run', 'long.yaml', ...own];
  const running = startProcess(process.execPath, args, place.folder);
  await running.says(/3,000 trials to do/);
  await progress('orphan', 0);
  running.child.kill('SIGKILL');
  // Its streams end with the last process that has them.
  const { err } = await running.ended;
  expect(err).toContain('orphan was stopped');
  expect(await states('orphan')).toEqual(['stopped', 'stopped']);
});

test('what an old Node started is killed: it says so, and ends as a shell would', async () => {
  const args = ['--import', OLD_NODE, SWEEP, 'run', 'long.yaml', '--set', 'name=killed', '--seed', '98'];
  const running = startProcess(process.execPath, args, place.folder);
  await running.says(/3,000 trials to do/);
  const [, working] = family(running.child.pid!);
  process.kill(working!, 'SIGKILL');
  const { code, err } = await running.ended;
  expect(err).toContain('sweep was killed (SIGKILL); out of memory?');
  expect(code).toBe(137);
  expect((await place.sweep('cancel', 'killed')).code).toBe(0);
});
