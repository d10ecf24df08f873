import { createHash } from 'node:crypto';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openNatsBus } from '@latentsweep/bus';
import { describeWithNats, NatsServer } from '@latentsweep/bus/fixtures';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { SHELL, SHELL_SWEEP } from './programs.ts';
import { openWorkplace, type Running, TINY, type Workplace } from './sweep-process.ts';

/** Whoever starts says so, with all variables that it has. */
const NOTING = `echo "$LATENTSWEEP_TRIAL" >> begun\nenv >> seen\n${SHELL}`;

/** Leaves files of its own, and a checkpoint that is large enough to travel in pieces. */
const KEEPS = `head -c 3000000 /dev/zero | tr '\\0' "$LATENTSWEEP_TRIAL" > "$LATENTSWEEP_ARTIFACTS/big.bin"
printf '%s' "$@" > "$LATENTSWEEP_ARTIFACTS/flags.txt"
echo 7 > "$LATENTSWEEP_CHECKPOINT/step"
${SHELL}`;

describeWithNats('programs on a cluster', () => {
  let place: Workplace;
  let nats: NatsServer;
  let serving: Running;

  beforeAll(async () => {
    [place, nats] = await Promise.all([openWorkplace(), NatsServer.start()]);
    vi.stubEnv('HOME', place.folder);
    vi.stubEnv('XDG_CONFIG_HOME', '');
    vi.stubEnv('A_SECRET_TOKEN', 'hush-hush');
    await place.write('latentsweep.yaml', `store: .latentsweep\nbus: ${nats.url}\n`);
    await place.write('train.sh', NOTING);
    await place.write('shell.yaml', SHELL_SWEEP);
    await place.write('tiny.yaml', TINY);
    await declare('programs.yaml', 'train.sh: { env: [LET_THROUGH] }');
    await declare('others.yaml', 'other.sh: { command: [sh, -c, "touch other; false"] }');
    serving = place.start('serve', '--health', '0');
    await serving.says(/leads|Leading|lease/i);
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await place.remove();
    await nats.remove();
  });

  async function declare(file: string, programs: string) {
    await place.write(file, `programs: { ${programs} }\n`);
    chmodSync(join(place.folder, file), 0o600);
  }
  const json = async (...args: string[]) => JSON.parse((await place.sweep(...args, '-f', 'json')).out);
  const work = (name: string, ...args: string[]) =>
    place.start('worker', '--name', name, '--slots', '1', ...args);
  const isThere = (name: string) => serving.says(new RegExp(`Worker ${name} joined`));

  test('a sweep waits for those who declare its program, says so, and is done by them exactly once', async () => {
    const [plain, other] = [work('plain'), work('other', '--programs', 'others.yaml')];
    await Promise.all(['plain', 'other'].map(isThere));
    const submitted = await place.sweep('submit', 'shell.yaml');
    expect(submitted).toMatchObject({ code: 0, out: 'shell\n' });
    const watching = place.start('watch', 'shell');
    await watching.says(
      /it waits for a worker that declares the program train\.sh: \S.* worker --programs programs\.yaml/,
    );
    expect(existsSync('begun')).toBe(false);

    const able = ['one', 'two'].map((name) => work(name, '--programs', 'programs.yaml'));
    expect((await watching.ended).code).toBe(0);
    expect((await json('show', 'shell')).counts).toMatchObject({ completed: 16, failed: 0 });
    const begun = readFileSync('begun', 'utf8').trim().split('\n');
    expect([begun.length, new Set(begun).size]).toEqual([16, 16]);
    const [row] = await json(
      'sql',
      'select array_agg(distinct worker order by worker) as workers from sweep_shell',
    );
    expect(row.workers.filter((name: string) => !['one', 'two'].includes(name))).toEqual([]);
    expect(existsSync('other')).toBe(false);
    expect(readFileSync('seen', 'utf8')).not.toContain('hush-hush');

    const ended = [plain, other, ...able].map(({ child, ended: end }) => {
      child.kill('SIGTERM');
      return end;
    });
    expect((await Promise.all(ended)).map(({ code }) => code)).toEqual([0, 0, 0, 0]);
  });

  test('artifacts are fetched from the bus, checkpoints go with their trials', async () => {
    await place.write('keeps.sh', KEEPS);
    await place.write(
      'keeps.yaml',
      SHELL_SWEEP.replaceAll('train.sh', 'keeps.sh').replace('name: shell', 'name: keeps'),
    );
    await declare('keeping.yaml', 'keeps.sh: { checkpoint: true }');
    const worker = work('keeper', '--programs', 'keeping.yaml');
    await isThere('keeper');
    expect((await place.sweep('submit', 'keeps.yaml')).code).toBe(0);
    expect((await place.start('watch', 'keeps').ended).code).toBe(0);
    worker.child.kill('SIGTERM');
    await worker.ended;

    const [{ id }] = await json(
      'sql',
      'select id from sweep_keeps where a = 3 and b = 1 order by id limit 1',
    );
    const listed = await json('artifacts', String(id));
    expect(listed.map(({ name, bytes }: { name: string; bytes: number }) => [name, bytes])).toEqual([
      ['big.bin', 3_000_000],
      ['flags.txt', 10],
    ]);
    expect(await place.sweep('artifacts', String(id), '--to', 'taken')).toMatchObject({ code: 0 });
    expect(readFileSync(join(place.folder, 'taken/flags.txt'), 'utf8')).toBe('--a=3--b=1');
    const big = readFileSync(join(place.folder, 'taken/big.bin'));
    expect(createHash('sha256').update(big).digest('hex')).toBe(listed[0].sha256);

    const bus = await openNatsBus({ url: nats.url, role: 'reader', name: 'looks' });
    const kept = () => bus.files.kept();
    expect((await kept()).artifacts).toHaveLength(1);
    await vi.waitFor(async () => expect((await kept()).checkpoints).toEqual([]), { timeout: 30_000 });
    expect((await place.sweep('rm', 'keeps', '--yes')).code).toBe(0);
    await vi.waitFor(async () => expect((await kept()).artifacts).toEqual([]), { timeout: 30_000 });
    await bus.close();
  });

  test('the command of a sweep file is not what a worker runs, and what it has not declared it never runs', async () => {
    const worker = work('three', '--programs', 'programs.yaml');
    await isThere('three');
    const touch = (name: string, program: string) =>
      `name: ${name}\nprogram: ${program}\ncommand: [sh, -c, 'touch pwned; echo "{}"', '\${args}']\n`;
    const rest = 'method: grid\nmetric: { name: loss }\nparameters: { a: { values: [1, 2] } }\n';
    await place.write('own.yaml', touch('own', 'train.sh') + rest);
    const run = place.start('submit', 'own.yaml');
    expect((await run.ended).err).toContain('On a cluster `command` has no effect');
    for (const [i, program] of ['/bin/sh', '../../x.sh', 'other.sh'].entries()) {
      await place.write('undeclared.yaml', touch(`undeclared${i}`, program) + rest);
      expect((await place.sweep('submit', 'undeclared.yaml')).code).toBe(0);
    }
    expect((await place.start('watch', 'own').ended).code).toBe(0);
    expect((await json('show', 'own')).counts).toMatchObject({ completed: 2 });
    for (const name of ['undeclared0', 'undeclared1', 'undeclared2']) {
      expect((await json('show', name)).counts).toMatchObject({ completed: 0, failed: 0 });
      expect((await place.sweep('cancel', name)).code).toBe(0);
    }
    expect(existsSync('pwned')).toBe(false);

    // It trains nothing either.
    expect((await place.sweep('submit', 'tiny.yaml')).code).toBe(0);
    const watching = place.start('watch', 'tiny');
    await watching.says(/it needs the engine simd@1, but the worker has program@1/);
    const plain = work('plain2');
    expect((await watching.ended).code).toBe(0);
    const [{ workers }] = await json('sql', 'select array_agg(distinct worker) as workers from sweep_tiny');
    expect(workers).toEqual(['plain2']);
    worker.child.kill('SIGTERM');
    plain.child.kill('SIGTERM');
    await Promise.all([worker.ended, plain.ended]);
  });
});
