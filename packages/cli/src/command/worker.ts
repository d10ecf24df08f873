import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { InputError } from '@latentsweep/core';
import type { Command } from 'commander';
import { defaultCacheDir } from '../cluster/cache-dir.ts';
import { type HealthAddress, healthAddress } from '../cluster/health.ts';
import { runWorker } from '../cluster/run-worker.ts';
import type { Context } from '../context.ts';
import { withExamples } from '../help.ts';
import { labelsOption } from '../option/labels.ts';
import { oneOf, wholeNumber } from '../option/parse.ts';
import { ENGINES, type EngineChoice } from '../running/engine.ts';
import { slotsOption } from '../running/options.ts';

interface WorkerOptions {
  readonly slots: number;
  readonly engine: EngineChoice;
  readonly labels: readonly string[];
  readonly name?: string;
  readonly drainSeconds: number;
  readonly stallSeconds: number;
  readonly cacheDir: string;
  readonly health?: HealthAddress;
}

const DAY = 86_400;

export function add(program: Command, context: Context): void {
  const command = program
    .command('worker')
    .summary('take jobs of a cluster on this machine')
    .description(
      'Joins the cluster whose bus is named (--bus) and trains its trials, as many at a time as it has slots, until it ' +
        'is stopped. It needs no access to the database. SIGTERM or Ctrl-C: it takes no more jobs, lets those end that ' +
        'end in time and gives the others back; a second one leaves at once.',
    );
  labelsOption(slotsOption(command))
    .option('--engine <ENGINE>', `what trains: ${ENGINES.join(', ')}`, oneOf('--engine', ENGINES), 'auto')
    .option(
      '--name <NAME>',
      'how it is called in `sweep workers` (default: the host and a random part)',
      workerName,
    )
    .option(
      '--drain-seconds <N>',
      'time for jobs under way when it is stopped',
      wholeNumber('--drain-seconds', 0, DAY),
      20,
    )
    .option(
      '--stall-seconds <N>',
      'end a thread that finishes no epoch for this long, and count it as killed by its trial',
      wholeNumber('--stall-seconds', 1, 30 * DAY),
      600,
    )
    .option('--cache-dir <DIR>', 'where data sets are kept, up to 2 GB', defaultCacheDir(process.env))
    .option(
      '--health <[HOST:]PORT>',
      'serve /healthz and /metrics there (default: not at all)',
      healthAddress,
    )
    .action((options: WorkerOptions) =>
      runWorker(context, {
        ...options,
        name: inGroup(context, options.name ?? `${hostname()}-${randomUUID().slice(0, 8)}`),
        cacheDir: resolve(options.cacheDir),
        health: options.health ?? null,
      }),
    );
  withExamples(command, [
    ['sweep worker --bus nats://head:4222', 'all cores of this machine'],
    ['sweep worker --bus tls://head:4222 --labels gpu,a100 --slots 4', 'for sweeps that require a GPU, too'],
    ['sweep worker --health 9464', 'with health and metrics at http://127.0.0.1:9464'],
  ]);
}

/** The key of a group is good for the workers of that group alone. */
function inGroup({ settings }: Context, name: string): string {
  const group = settings.bus?.group ?? null;
  return group === null ? name : `${group}/${name}`;
}

/** Throws InputError `bad_option`. */
function workerName(text: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(text)) return text;
  throw new InputError(
    'bad_option',
    `--name takes up to 64 letters, digits, dots, - and _, not '${text}'.`,
    'For example: --name gpu-node-1',
  );
}
