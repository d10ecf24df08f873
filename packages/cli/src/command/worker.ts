import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import {
  chooseEngine,
  type EngineWish,
  runningThese,
  runWorker,
  soughtByWorker,
  threadsOf,
  type WorkerWish,
} from '@latentsweep/app';
import type { HealthAddress } from '@latentsweep/app/services';
import { type EngineVariant, InputError } from '@latentsweep/core';
import { ENGINES } from '@latentsweep/worker';
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { ExitCode } from '../exit-code.ts';
import { type GpuWish, gpuWish } from '../gpu/choose.ts';
import { withExamples } from '../help.ts';
import { declaredIn } from '../live/program.ts';
import { address } from '../option/address.ts';
import { cohortOption, engineOptions } from '../option/engine.ts';
import { labelsOption } from '../option/labels.ts';
import { matching, wholeNumber } from '../option/parse.ts';
import { type ProgramsOption, programsOption } from '../option/programs.ts';
import { slotsOption } from '../option/running.ts';
import { defaultCacheDir } from '../settings/cache-dir.ts';
import { inGroup, namedBus } from '../settings/open-bus.ts';
import { interruptible } from '../terminal/interrupt.ts';
import { createLog } from '../terminal/log.ts';
import { VERSION } from '../version.ts';

interface Given extends EngineWish, ProgramsOption, Omit<WorkerWish, 'slots' | 'programs'> {
  readonly slots?: number;
}

interface WorkerOptions extends Omit<Given, 'name' | 'health'> {
  readonly gpus?: GpuWish;
  readonly name?: string;
  readonly health?: HealthAddress;
}

const DAY = 86_400;
const workerName = matching(
  /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
  '--name takes up to 64 letters, digits, dots, - and _',
  '--name gpu-node-1',
);
/** Beyond the time to drain: for threads that must be ended, for the last words to the bus, and for nothing more. */
const EXIT_MS = 5000;

export function define(command: Command): void {
  command
    .summary('take jobs of a cluster on this machine')
    .description(
      'Joins the cluster whose bus is named (--bus) and trains its trials, as many at a time as it has slots, until it ' +
        'is stopped. It needs no access to the database. SIGTERM or Ctrl-C: it takes no more jobs, lets those end that ' +
        'end in time and gives the others back; a second one leaves at once.',
    );
  programsOption(labelsOption(cohortOption(engineOptions(slotsOption(command)))))
    .option(
      '--gpus <WHICH>',
      'a worker process for each of these GPUs: all, so many (2), or by index (0,2); see docs/engines.md',
      gpuWish,
    )
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
      address('--health', 9464),
    );
  withExamples(command, [
    ['sweep worker --bus nats://head:4222', 'all cores of this machine, and its GPU if there is one'],
    ['sweep worker --bus tls://head:4222 --labels gpu,a100 --slots 4', 'for sweeps that require a GPU, too'],
    ['sweep worker --programs programs.yaml', 'run programs of your own, and train nothing'],
    ['sweep worker --gpus all --labels gpu', 'a worker process for each GPU of this machine'],
    ['sweep worker --gpus all --programs programs.yaml', 'programs of your own, each of which sees one GPU'],
    ['sweep worker --health 9464', 'with health and metrics at http://127.0.0.1:9464'],
  ]);
}

export async function run(context: Context, options: WorkerOptions): Promise<void> {
  const { gpus, ...rest } = context.withFolders(options);
  const given = {
    ...rest,
    name: options.name ?? `${hostname()}-${randomUUID().slice(0, 8)}`,
    cacheDir: resolve(options.cacheDir),
    health: options.health ?? null,
  };
  await (gpus === undefined ? work(context, given) : workOnGpus(context, gpus, given));
}

async function work(context: Context, { programs: file, ...given }: Given): Promise<void> {
  const programs = file === undefined ? null : declaredIn(context, file);
  const sought = { ...soughtByWorker(given), ...(programs ? { program: true as const } : {}) };
  const engine = await chooseEngine(ENGINES, given, sought);
  const offer = runningThese(given, programs ?? []);
  const name = inGroup(context.settings.bus, given.name);
  const log = createLog(context.terminal, { role: 'worker', worker: name });
  let exit: NodeJS.Timeout | undefined;
  // Whatever hangs then: whoever sent the signal counts on it.
  const leaveInTime = () => {
    exit = setTimeout(() => process.exit(ExitCode.failed), 1000 * given.drainSeconds + EXIT_MS).unref();
  };
  await interruptible(leaveInTime, (signal) =>
    runWorker({
      ...{
        ...given,
        ...offer,
        engine,
        ...threadsOf(engine, given.slots),
        name,
        log,
        version: VERSION,
        signal,
      },
      openBus: () => context.openBus('worker', name),
      busUrl: context.settings.bus?.url ?? '',
    }),
  ).finally(() => clearTimeout(exit));
}

async function workOnGpus(context: Context, gpus: GpuWish, { programs, ...given }: Given): Promise<void> {
  const { bus, config, debug } = context.given;
  const engine = programs === undefined ? gpuEngine(given) : null;
  if (programs !== undefined) declaredIn(context, programs);
  namedBus(context.settings);
  const global = [
    ...(bus === undefined ? [] : ['--bus', bus]),
    ...(config === undefined ? [] : ['--config', config]),
    ...(debug ? ['--debug'] : []),
  ];
  const { runGpuWorkers } = await import('../gpu/run.ts');
  return runGpuWorkers(context, gpus, {
    ...given,
    slots: given.slots ?? 1,
    global,
    runs: programs ?? engine!.id,
    byName: engine?.bitsOf !== undefined,
  });
}

/** The engine for GPUs that is asked for. Throws InputError `bad_option`. */
function gpuEngine({ engine = 'auto', backend = 'auto' }: EngineWish): EngineVariant {
  const onGpus = ENGINES.flatMap(({ variants }) => variants).filter(({ traits }) => traits.gpu);
  const isWanted = (wanted: string, name: string | null) => wanted === 'auto' || wanted === name;
  const fitting = onGpus.find(({ id }) => isWanted(engine, id.kind) && isWanted(backend, id.backend));
  if (fitting) return fitting;
  const names = onGpus.map(
    ({ id }) => `the engine ${id.kind}${id.backend === null ? '' : ` on ${id.backend}`}`,
  );
  throw new InputError(
    'bad_option',
    `--gpus trains with ${names.join(' or ')}.`,
    'Leave out --engine and --backend, or --gpus.',
  );
}
