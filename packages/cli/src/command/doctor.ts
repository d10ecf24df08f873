import { availableParallelism, freemem, totalmem } from 'node:os';
import { ENGINES } from '@latentsweep/worker';
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { backendChecks } from '../doctor/backends.ts';
import { busChecks } from '../doctor/bus.ts';
import { type Check, checkLines, ok } from '../doctor/check.ts';
import { alarmChecks, clusterChecks } from '../doctor/cluster.ts';
import { engineCheck } from '../doctor/engine.ts';
import { gpuCheck } from '../doctor/gpus.ts';
import { machineChecks } from '../doctor/machine.ts';
import { storeChecks } from '../doctor/store.ts';
import { ExitCode } from '../exit-code.ts';
import { jsonText } from '../format/json.ts';
import { bytes } from '../format/number.ts';
import { plural } from '../format/text.ts';
import { withExamples } from '../help.ts';
import { oneOf } from '../option/parse.ts';
import { nativeFolderOption } from '../running/engine-options.ts';
import { spelled } from '../spell.ts';
import { packageVersion } from '../version.ts';

interface DoctorOptions {
  readonly format: 'text' | 'json';
  readonly nativeFolder?: string;
}

export function add(program: Command, context: Context): void {
  const command = program
    .command('doctor')
    .summary('check this machine and the store')
    .description(
      'Checks versions, cores, memory, the engines, GPUs and the store; where a bus is named, also the bus, the coordinator, ' +
        'the workers, and results that contradict each other. Says how to mend what is wrong. Exit code 1 where ' +
        'something is.',
    )
    .option('-f, --format <format>', 'text or json', oneOf('--format', ['text', 'json'] as const), 'text');
  nativeFolderOption(command).action((options: DoctorOptions) => doctor(context, options));
  withExamples(command, [
    ['sweep doctor', 'is all well?'],
    ['sweep doctor --store postgresql://sweep@db/results --bus nats://head:4222', 'a cluster'],
  ]);
}

async function doctor(context: Context, options: DoctorOptions): Promise<void> {
  const { format, nativeFolder } = context.withNativeFolder(options);
  const { out } = context.terminal;
  const machine = {
    ...{ node: process.version, platform: `${process.platform}-${process.arch}` },
    ...{ cores: availableParallelism(), memoryBytes: totalmem(), freeBytes: freemem() },
  };
  const found = [
    ok('latentsweep', packageVersion()),
    ...machineChecks(machine, bytes),
    await engineCheck(ENGINES),
    await gpuCheck(),
    ...(await backendChecks(ENGINES, nativeFolder)),
    ...(await storeChecks(context)),
    ...(await clusterPart(context)),
  ];
  const checks = found.map((check) => ({
    ...check,
    fix: check.fix === null ? null : spelled(check.fix, context.spell),
  }));
  const wrong = checks.filter((c) => c.state === 'wrong').length;
  if (wrong > 0) context.exitCode = ExitCode.failed;
  if (format === 'json') return out.writeAll(jsonText(checks));
  await out.writeAll(`${checkLines(checks, out.width, out.style).join('\n')}\n`);
  context.say(wrong === 0 ? 'All is well.' : `${plural(wrong, 'thing is', 'things are')} wrong.`);
}

/** Of the bus where one is named, and of the cluster where the store can be asked. */
async function clusterPart(context: Context): Promise<Check[]> {
  const { bus } = context.settings;
  const store = context.hasStore() ? await context.store().catch(() => null) : null;
  if (!bus) return store ? alarmChecks(await store.alarms()) : [];
  return [...(await busChecks(bus)), ...(store ? await clusterChecks(store) : [])];
}
