import { hostname } from 'node:os';
import { type AskedBus, examine, jsonText } from '@latentsweep/app';
import { plural, spelled } from '@latentsweep/core';
import { ENGINES } from '@latentsweep/worker';
import type { Command } from 'commander';
import type { Context } from '../context.ts';
import { ExitCode } from '../exit-code.ts';
import { withExamples } from '../help.ts';
import { jsonOption } from '../option/common.ts';
import { deviceOptions, nativeFolderOption } from '../option/engine.ts';
import { isUrl } from '../settings/is-url.ts';
import { inGroup, natsOptions } from '../settings/open-bus.ts';
import { noteOnSecret } from '../settings/secret-file.ts';
import type { BusSettings } from '../settings/settings.ts';
import { VERSION } from '../version.ts';
import { checkLines } from '../view/checks.ts';

interface DoctorOptions {
  readonly format: 'text' | 'json';
  readonly nativeFolder?: string;
  readonly device?: string;
  readonly allowSoftware?: boolean;
}

export function define(command: Command): void {
  command
    .summary('check this machine and the store')
    .description(
      'Checks versions, cores, memory, the engines, GPUs and the store; where a bus is named, also the bus, the coordinator, ' +
        'the workers, and results that contradict each other. Says how to mend what is wrong. Exit code 1 where ' +
        'something is.',
    );
  nativeFolderOption(deviceOptions(jsonOption(command)));
  withExamples(command, [
    ['sweep doctor', 'is all well?'],
    ['sweep doctor --store postgresql://sweep@db/results --bus nats://head:4222', 'a cluster'],
  ]);
}

export async function run(context: Context, options: DoctorOptions): Promise<void> {
  const { format, nativeFolder, deviceFolder, device, allowSoftware } = context.withFolders(options);
  const { terminal, settings } = context;
  const { out } = terminal;
  const { store, bus } = settings;
  const found = await examine({
    ...{ version: VERSION, nativeFolder, deviceFolder, device, allowSoftware, engines: ENGINES },
    store: { place: store, isFolder: !isUrl(store), there: context.hasStore(), open: () => context.store() },
    bus: bus && (() => askedBus(bus)),
  });
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

function askedBus(bus: BusSettings): AskedBus {
  const { credentialsFile } = bus;
  const note = credentialsFile ? noteOnSecret(credentialsFile, 'the credentials of the bus') : null;
  const name = inGroup(bus, `doctor-${hostname()}-${process.pid}`);
  return { options: natsOptions(bus, 'reader', name), note };
}
