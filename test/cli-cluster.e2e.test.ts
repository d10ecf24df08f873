import { describeWithNats, NatsServer } from '@latentsweep/bus/fixtures';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LONG, openWorkplace, type Running, TINY, type Workplace } from './sweep-process.ts';

describeWithNats('a cluster from the command line', () => {
  let place: Workplace;
  let nats: NatsServer;

  beforeAll(async () => {
    [place, nats] = await Promise.all([openWorkplace(), NatsServer.start()]);
    await place.write('latentsweep.yaml', `store: .latentsweep\nbus: ${nats.url}\n`);
    await place.write('tiny.yaml', TINY);
    await place.write('long.yaml', LONG);
  });
  afterAll(async () => {
    await place.remove();
    await nats.remove();
  });

  const json = async (...args: string[]) => JSON.parse((await place.sweep(...args)).out);
  const checksum = async (slug: string) => (await place.sweep('show', slug, '--checksum')).out;
  const stop = async (running: Running) => {
    running.child.kill('SIGTERM');
    return running.ended;
  };

  test('run submits, coordinates, works and watches; the results are those of one machine', async () => {
    const { code, out, err } = await place.start('run', 'tiny.yaml', '--slots', '2').ended;
    expect(err).toContain('tiny: 12 trials to do.');
    expect(err).toContain('tiny is done: 12 trials completed');
    expect(out).toContain('vae_mixing');
    expect(code).toBe(0);
    expect((await json('list', '-f', 'json'))[0]).toMatchObject({ state: 'completed', on_cluster: true });

    const alone = ['--store', 'alone', '--bus', 'none'];
    expect(await place.sweep('run', 'tiny.yaml', ...alone)).toMatchObject({ code: 0 });
    expect(await checksum('tiny')).toBe((await place.sweep('show', 'tiny', '--checksum', ...alone)).out);
  });

  test('jobs that the bus would refuse are refused before anything is recorded', async () => {
    const epochs = Array.from({ length: 1500 }, (_, i) => i + 1).join(', ');
    const large = ['tiny.yaml', '--set', 'name=large', '--set', `epochs=[${epochs}]`];
    for (const command of ['submit', 'run']) {
      const { code, err } = await place.sweep(command, ...large);
      expect(code).toBe(2);
      expect(err).toContain('error[job_too_big] A job of this sweep takes');
    }
    expect((await place.sweep('list')).out).not.toContain('large');
  });

  test('what is submitted waits, says for what, and runs once that is there', async () => {
    const own = ['--set', 'name=apart', '--seed', '7', '--set', 'requires=[gpu]'];
    const submitted = await place.sweep('submit', 'tiny.yaml', ...own);
    expect(submitted).toMatchObject({ code: 0, out: 'apart\n' });
    expect(submitted.err).toContain('no coordinator is running; start one with: sweep serve');
    expect((await place.sweep('list')).out).toMatch(/apart +apart +waiting/);
    const again = await place.sweep('submit', 'tiny.yaml', ...own.with(-1, 'requires=[a100]'));
    expect(again.err).toContain('apart keeps requires: [gpu]');

    const serving = place.start('serve', '--health', '0');
    await serving.says(/"event":"sweep_begun"/);
    const plain = place.start('worker', '--slots', '1', '--name', 'plain');
    await serving.says(/Worker plain joined/);
    const watching = place.start('watch', 'apart', '-f', 'json');
    await watching.says(/^/);
    const able = place.start('worker', '--slots', '1', '--name', 'able', '--labels', 'gpu');
    const watched = await watching.ended;
    expect(watched.code).toBe(0);
    const lines = watched.out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.at(-1)).toMatchObject({ sweep: 'apart', state: 'completed', completed: 12 });

    let byName = new Map<string, { done: number }>();
    // The coordinator writes down what it hears every other second.
    while (byName.get('able')?.done !== 12) {
      const workers: { name: string; done: number }[] = await json('workers', '-f', 'json');
      byName = new Map(workers.map((worker) => [worker.name, worker]));
    }
    expect(byName.get('able')).toMatchObject({ state: 'working', labels: ['gpu'], done: 12 });
    expect(byName.get('plain')).toMatchObject({ state: 'working', labels: [], done: 0 });
    const doctor = await place.sweep('doctor');
    expect(doctor.out).toMatch(/^ok +bus +nats-server \S+ at nats:.*JetStream is on/m);
    expect(doctor.out).toMatch(/^ok +coordinator +\S+ leads$/m);
    expect(doctor.out).toMatch(/^ok +workers +2 with 2 slots$/m);
    expect(doctor.code).toBe(0);

    expect((await Promise.all([stop(plain), stop(able)])).map(({ code }) => code)).toEqual([0, 0]);
    expect(await stop(serving)).toMatchObject({ code: 0, out: '' });
  });

  test('a sweep of the cluster is handed back to it, never trained aside; Ctrl-C ends the watching alone', async () => {
    const own = ['--set', 'name=kept', '--seed', '8'];
    expect((await place.sweep('submit', 'long.yaml', ...own)).code).toBe(0);
    expect((await place.sweep('rm', 'kept', '--yes')).err).toContain(
      'error[sweep_running] kept is being run by a cluster',
    );
    expect((await place.sweep('pause', 'kept')).err).toContain('kept is paused with 3,000 trials to go.');
    const detached = await place.sweep('resume', 'kept', '--detach');
    expect(detached.err).toContain('Watch it: sweep watch kept');

    const resumed = place.start('resume', 'kept', '--bus', 'none');
    await resumed.says(/belongs to a cluster/);
    resumed.child.kill('SIGINT');
    const ended = await resumed.ended;
    expect(ended.code).toBe(130);
    expect(ended.err).toContain('No longer watching');
    const { counts } = await json('show', 'kept', '-f', 'json');
    expect(counts).toMatchObject({ running: 0, completed: 0 });
    expect((await place.sweep('cancel', 'kept')).err).toContain('kept is cancelled');
    expect((await place.sweep('rm', 'kept', '--yes')).code).toBe(0);
  });

  test('who leaves a run says how it goes on', async () => {
    const running = place.start('run', 'long.yaml', '--slots', '1', '--set', 'name=left', '--seed', '9');
    await running.says(/3,000 trials to do/);
    for (;;) {
      const { counts } = await json('show', 'left', '-f', 'json').catch(() => ({ counts: {} }));
      if (counts.completed > 0) break;
    }
    running.child.kill('SIGINT');
    const { code, err } = await running.ended;
    expect(code).toBe(130);
    expect(err).toMatch(/left was left, and no coordinator is there to run it; nothing is lost/);
    expect(err).toMatch(/Go on with: .* resume left/);
    expect((await place.sweep('cancel', 'left')).code).toBe(0);
  });
});
